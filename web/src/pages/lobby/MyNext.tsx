import { AuditOutlined, InboxOutlined, RightOutlined, VideoCameraOutlined, CheckSquareOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { agreementsQuery, interestsQuery, meetingsQuery } from "@/api/records";
import { useProjectTitle } from "@/api/directory";
import { useMe } from "@/api/session";
import { placeOf, turnOf } from "@/api/signingOrder";
import type { Agreement, Fair, Interest, Meeting } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import styles from "./Lobby.module.css";

function Todo({ to, icon, title, detail, urgent }: { to: string; icon: ReactNode; title: string; detail: ReactNode; urgent?: boolean }) {
  return (
    <li>
      <Link to={to} className={styles.todo ?? ""} data-urgent={urgent || undefined}>
        <span aria-hidden="true">{icon}</span>
        <span>
          <b>{title}</b>
          <small>{detail}</small>
        </span>
        <RightOutlined aria-hidden="true" />
      </Link>
    </li>
  );
}

function MeetingTodo({ meeting, fair }: { meeting: Meeting; fair: Fair }) {
  const t = useT();
  const format = useFormat();
  const pick = usePick();
  const project = useProjectTitle(meeting.project);
  const at = meeting.slot?.starts_at ?? "";
  const soon = new Date(at).getTime() - Date.now() < 30 * 60_000;
  return (
    <Todo
      to={paths.room(meeting.id)}
      icon={<VideoCameraOutlined />}
      title={t("next-meeting", { when: format.relative(at) })}
      detail={`${pick(project) || meeting.topic} · ${format.time(at)} (${t("time-at-host", { time: format.time(at, fair.time_zone) })})`}
      urgent={soon}
    />
  );
}

/** Meetings to come that are not over yet, the nearest first. */
function coming(meetings: Meeting[]): Meeting[] {
  return meetings
    .filter((m) => m.state === "scheduled" && m.slot && new Date(m.slot.ends_at).getTime() > Date.now())
    .sort((a, b) => (a.slot?.starts_at ?? "").localeCompare(b.slot?.starts_at ?? ""));
}

function earliestDue(interests: Interest[]): string | undefined {
  return interests.map((i) => i.due_at).sort()[0];
}

function isMyTurn(agreement: Agreement, person: string): boolean {
  const mine = placeOf(agreement, person);
  return mine?.state === "waiting" && turnOf(agreement, mine) === "now";
}

/** The visitor's own next things, the most pressing first. */
export function MyNext({ fair }: { fair: Fair }) {
  const t = useT();
  const format = useFormat();
  const me = useMe();
  const own = me.active_membership?.organisation_id;
  const meetings = useQuery(meetingsQuery({ per_page: 100 })).data?.items ?? [];
  const unanswered = useQuery(interestsQuery({ mailbox: "received", open: true, sort: "due_at", per_page: 100 })).data;
  const agreements = useQuery(agreementsQuery({ per_page: 200 })).data?.items ?? [];
  const next = coming(meetings).slice(0, 2);
  const asked = meetings.filter((m) => m.state === "requested" && m.sides[0] !== own && own !== undefined && m.sides.includes(own));
  const toSign = agreements.filter((a) => a.state === "signing" && isMyTurn(a, me.person.id));
  const due = earliestDue(unanswered?.items ?? []);
  const nothing = next.length + asked.length + toSign.length + (unanswered?.total ?? 0) === 0;
  return (
    <Section title={t("next-title")}>
      {nothing && <p className="yq-muted">{t("next-nothing")}</p>}
      {nothing && <Link to={paths.projects()}>{t("interests-find-projects")}</Link>}
      <ul className={styles.todos}>
        {toSign.map((a) => (
          <Todo key={a.id} to={paths.signing(a.id)} icon={<AuditOutlined />} title={t("next-sign")} detail={a.number} urgent />
        ))}
        {next.map((meeting) => (
          <MeetingTodo key={meeting.id} meeting={meeting} fair={fair} />
        ))}
        {!!unanswered?.total && (
          <Todo
            to={`${paths.interests()}?open=true`}
            icon={<InboxOutlined />}
            title={t("next-interests", { count: unanswered.total })}
            detail={due && t(new Date(due).getTime() < Date.now() ? "next-interests-late" : "next-interests-due", { when: format.relative(due) })}
          />
        )}
        {asked.length > 0 && <Todo to={paths.meetings()} icon={<CheckSquareOutlined />} title={t("next-meetings-asked", { count: asked.length })} detail={t("next-meetings-asked-detail")} />}
      </ul>
    </Section>
  );
}
