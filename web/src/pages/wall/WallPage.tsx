import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { stageQuery } from "@/api/records";
import type { Ceremony, Fair, Item } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { actOnStage, nextAct } from "@/rooms/ceremony/cast";
import { useCeremony } from "@/rooms/ceremony/useCeremony";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { RoomBar } from "@/rooms/parts/RoomBar";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { CuePanel } from "./CuePanel";
import { RollCall } from "./RollCall";
import { WallView } from "./WallView";
import { useSites } from "./useSites";
import { useSurvey } from "./useSurvey";
import styles from "./wall.module.css";

/** The operator's wall: every site of a ceremony as a tile, cues to all of them, and who is ready. */
export default function WallPage() {
  const { id = "" } = useParams();
  const { ceremony, item, fair, error, isPending, refetch } = useCeremony(id);
  const call = useCall(ceremony && `/items/${ceremony.item}/room-grant`, item?.state);
  if (isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (error) return <ProblemPage error={error} retry={refetch} />;
  if (!ceremony || !call) return null;
  return <Wall ceremony={ceremony} item={item} fair={fair} call={call} />;
}

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  fair: Fair | undefined;
  call: Call;
}

function Wall({ ceremony, item, fair, call }: Props) {
  const t = useT();
  const pick = usePick();
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const stage = useQuery(stageQuery(ceremony.id)).data;
  const onStage = actOnStage(ceremony.acts, room?.state.focus);
  const act = onStage && onStage.state !== "signed" ? onStage : (nextAct(ceremony.acts, onStage) ?? onStage);
  const sites = useSites(stage, act, room);
  const moderates = room?.me.grants.moderate ?? false;
  const survey = useSurvey(call, link.phase === "joined" && moderates);
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader
        back={paths.console(ceremony.id)}
        over={t("wall-title")}
        title={pick(ceremony.title)}
        badge={<LiveBadge item={item?.state} room={room} />}
        viewers={room && room.viewers + room.participants.length}
        hostZone={fair?.time_zone}
      />
      <main className={styles.main}>
        <section className={styles.wall} aria-label={t("wall-sites")}>
          <ConnectionBanner link={link} />
          {room && <WallView call={call} room={room} sites={sites} survey={survey} />}
        </section>
        <aside className={styles.side}>
          {room && moderates && <CuePanel call={call} room={room} act={act} />}
          {room && <RollCall sites={sites} title={act && pick(act.title)} />}
          <RoomBar call={call} room={room} />
        </aside>
      </main>
    </div>
  );
}
