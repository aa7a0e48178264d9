import "@/rooms/stage.css";

import { ProjectOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { meetingQuery, projectQuery } from "@/api/records";
import type { Meeting, Project } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { Announcer } from "@/rooms/panels/Announcer";
import { RecordingMark } from "@/rooms/panels/RecordingMark";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { Rail } from "@/rooms/parts/Rail";
import { RoomBar } from "@/rooms/parts/RoomBar";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { AgreementPane } from "./AgreementPane";
import { ProjectPanel } from "./ProjectPanel";
import { Tiles } from "./Tiles";
import { RecordingConsent } from "./RecordingConsent";
import styles from "./negotiation.module.css";

/** The room of one meeting: faces above, the agreement's text below, the project's history beside. */
export default function NegotiationPage() {
  const { id = "" } = useParams();
  return <NegotiationRoom id={id} />;
}

interface RoomProps {
  /** The meeting. */
  id: string;
  /** The way back to the room one was called from. */
  back?: { label: string; onBack: () => void };
}

/** The same room, on a page of its own or in the place of the hall one was called from. */
export function NegotiationRoom({ id, back }: RoomProps) {
  const meeting = useQuery(meetingQuery(id));
  const project = useQuery(projectQuery(meeting.data?.project ?? ""));
  const call = useCall(meeting.data && `/meetings/${id}/room-grant`, meeting.data?.state);
  if (meeting.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (meeting.isError) return <ProblemPage error={meeting.error} retry={() => void meeting.refetch()} />;
  if (!call) return null;
  return <Negotiation meeting={meeting.data} project={project.data} call={call} back={back} />;
}

interface Props {
  meeting: Meeting;
  project: Project | undefined;
  call: Call;
  back: RoomProps["back"];
}

function Negotiation({ meeting, project, call, back }: Props) {
  const t = useT();
  const pick = usePick();
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const name = useNames(meeting);
  const history = { key: "project", icon: <ProjectOutlined />, label: t("negotiation-project"), panel: <ProjectPanel project={project} meeting={meeting} /> };
  return (
    <div className={`stage-theme ${styles.room ?? ""}`}>
      <RoomHeader
        back={paths.meetings()}
        wayBack={back}
        over={meeting.sides.map(name).join(" — ")}
        title={pick(project?.title) || meeting.topic}
        badge={room?.state.recording ? <RecordingMark since={room.state.recording_since} /> : <span className={styles.private}>{t("negotiation-private")}</span>}
      />
      <Announcer room={room} />
      <main className={styles.main}>
        <section className={styles.faces} aria-label={t("rooms-stage")}>
          <ConnectionBanner link={link} />
          {room && <Tiles call={call} room={room} />}
          <RoomBar call={call} room={room}>
            {room && <RecordingConsent meeting={meeting} recording={room.state.recording} />}
          </RoomBar>
        </section>
        <section className={styles.text} aria-label={t("negotiation-agreement")}>
          {project && <AgreementPane meeting={meeting} project={project} room={room} />}
        </section>
        <Rail call={call} room={room} extra={[history]} className={styles.rail} />
      </main>
    </div>
  );
}
