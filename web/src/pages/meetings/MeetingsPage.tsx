import { CalendarOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Empty, Segmented, Skeleton } from "antd";
import { Link } from "react-router";
import { useCurrentFair } from "@/api/directory";
import { meetingsQuery } from "@/api/records";
import type { Meeting } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat, viewerZone } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useListParams } from "@/ui/list/useListParams";
import { OrganisationName, ProjectTitle } from "@/ui/names";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { MeetingActions } from "./MeetingActions";
import styles from "./Meetings.module.css";

const views: Record<string, (m: Meeting) => boolean> = {
  open: (m) => m.state === "requested" || m.state === "accepted" || m.state === "scheduled",
  past: (m) => m.state === "held" || m.state === "no_show" || m.state === "cancelled",
};

function When({ meeting, zone }: { meeting: Meeting; zone: string | undefined }) {
  const t = useT();
  const format = useFormat();
  if (!meeting.slot) return <div className={styles.when}><CalendarOutlined /><span>{t("meeting-no-time")}</span></div>;
  const { starts_at, ends_at } = meeting.slot;
  const host = zone && format.time(starts_at, zone) !== format.time(starts_at) ? zone : undefined;
  return (
    <div className={styles.when}>
      <b className="yq-number">{format.time(starts_at)}–{format.time(ends_at)}</b>
      <span>{format.day(starts_at)}</span>
      {host && <small className="yq-muted yq-number">{t("time-at-host", { time: format.time(starts_at, host) })}</small>}
      {meeting.state !== "scheduled" && meeting.version === 0 && <small className="yq-muted">{t("meeting-proposed")}</small>}
    </div>
  );
}

function Card({ meeting, zone }: { meeting: Meeting; zone: string | undefined }) {
  const t = useT();
  return (
    <li className={styles.card}>
      <When meeting={meeting} zone={zone} />
      <div className={styles.words}>
        <h2>{meeting.topic}</h2>
        <div><Link to={paths.project(meeting.project)}><ProjectTitle id={meeting.project} /></Link></div>
        <div className="yq-muted">
          {meeting.sides.map((side, index) => <span key={side}>{index > 0 && " ⇄ "}<OrganisationName id={side} /></span>)}
        </div>
        <Status of="meeting-state" state={meeting.state} />
        {meeting.reason && <div className="yq-muted">{meeting.reason}</div>}
        {meeting.absent && <div className="yq-muted">{t("meeting-absent")} <OrganisationName id={meeting.absent} /></div>}
      </div>
      <MeetingActions meeting={meeting} />
    </li>
  );
}

/** The viewer's meetings: what is asked, what is set, what was. */
export default function MeetingsPage() {
  const t = useT();
  const format = useFormat();
  const { fair } = useCurrentFair();
  const params = useListParams(["view"]);
  const view = params.value("view") ?? "open";
  const meetings = useQuery(meetingsQuery({ per_page: 200 }));
  const shown = (meetings.data?.items ?? [])
    .filter(views[view] ?? (() => true))
    .sort((a, b) => (a.slot?.starts_at ?? "9").localeCompare(b.slot?.starts_at ?? "9") * (view === "past" ? -1 : 1));
  return (
    <>
      <PageHeader
        title={t("nav-meetings")}
        lead={fair && t("zones", { viewer: format.zoneName(viewerZone), host: format.zoneName(fair.time_zone) })}
        actions={<Segmented value={view} onChange={(value) => params.set({ view: value })} options={["open", "past"].map((value) => ({ value, label: t(`meetings-${value}`) }))} />}
      />
      {meetings.isPending && <Skeleton active />}
      {meetings.isError && <ProblemAlert error={meetings.error} retry={() => void meetings.refetch()} />}
      {meetings.data && shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("meetings-empty")} style={{ marginBlock: 80 }}><Link to={paths.interests()}>{t("meetings-empty-next")}</Link></Empty>}
      <ul className={styles.cards}>
        {shown.map((meeting) => <Card key={meeting.id} meeting={meeting} zone={fair?.time_zone} />)}
      </ul>
    </>
  );
}
