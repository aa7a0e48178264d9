import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { stageQuery } from "@/api/records";
import type { Ceremony, Fair, Item } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { Countdown, useSecondsLeft } from "@/rooms/ceremony/Countdown";
import { actOnStage } from "@/rooms/ceremony/cast";
import { countdownEnd } from "@/rooms/ceremony/countdownEnd";
import { useActOnStage, useCeremony } from "@/rooms/ceremony/useCeremony";
import { CueOverlay } from "@/rooms/ceremony/CueOverlay";
import { RoomSound } from "@/rooms/interpretation/RoomSound";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { useT } from "@/i18n/useT";
import { ProblemPage } from "@/ui/Problem";
import { ActStage } from "./ActStage";
import { CeremonyFoot } from "./CeremonyFoot";
import { Overture } from "./Overture";
import styles from "./stage.module.css";

/** The ceremony as its audience sees it, on a hall's projector and on a phone. */
export default function CeremonyPage() {
  const { id = "" } = useParams();
  const { ceremony, item, fair, error, isPending, refetch } = useCeremony(id);
  const call = useCall(ceremony && `/items/${ceremony.item}/room-grant`, item?.state);
  if (isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (error) return <ProblemPage error={error} retry={refetch} />;
  if (!ceremony || !call) return null;
  return <CeremonyStage ceremony={ceremony} item={item} fair={fair} call={call} />;
}

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  fair: Fair | undefined;
  call: Call;
}

function CeremonyStage({ ceremony, item, fair, call }: Props) {
  const t = useT();
  const pick = usePick();
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const act = actOnStage(ceremony.acts, room?.state.focus);
  const stage = useQuery(stageQuery(ceremony.id)).data;
  const shown = useActOnStage(stage, act, room);
  const holding = room?.state.focus === "hold";
  const seconds = useSecondsLeft(countdownEnd(act, room), call.link.offsetMs);
  return (
    <div className={`stage-theme ${styles.ceremony ?? ""}`}>
      <RoomHeader
        back={paths.lobby()}
        over={pick(fair?.name)}
        title={pick(ceremony.title)}
        badge={<LiveBadge item={item?.state} room={room} />}
        viewers={room && room.viewers + room.participants.length}
        hostZone={fair?.time_zone}
        actions={room && <RoomSound call={call} room={room} />}
      />
      <main className={styles.main}>
        <ConnectionBanner link={link} />
        {act && !holding ? (
          <ActStage number={stage?.acts.find(({ id }) => id === act.id)?.number} act={act} shown={shown} call={call} room={room} />
        ) : (
          <Overture ceremony={ceremony} acts={stage?.act_count} item={item} fair={fair} call={call} room={room} holding={holding} />
        )}
        {seconds !== undefined && !holding && <Countdown seconds={seconds} caption={t("ceremony-countdown")} />}
      </main>
      {stage && <CeremonyFoot ceremony={ceremony} stage={stage} />}
      {room && <CueOverlay call={call} room={room} counted={act?.id} />}
    </div>
  );
}
