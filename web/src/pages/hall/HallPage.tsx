import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";

import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Announcer } from "@/rooms/panels/Announcer";
import { awayIn } from "@/rooms/panels/breakout/mine";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { Rail } from "@/rooms/parts/Rail";
import { RoomBar } from "@/rooms/parts/RoomBar";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { fairQuery, itemQuery } from "@/api/records";
import type { Fair, Item, Project } from "@/api/types";
import { useCall } from "@/rooms/useCall";
import { useStageNote } from "@/rooms/useStageNote";
import { useStill } from "@/rooms/useStill";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { HallBreakout } from "./HallBreakout";
import { HallStage } from "./HallStage";
import { HallTools } from "./HallTools";
import { InterestPanel } from "./InterestPanel";
import { PitchSection } from "./PitchSection";
import styles from "./hall.module.css";
import { usePitchOnStage } from "./usePitchOnStage";

/** The live hall of a programme item: the stage, the pitch being given, and the red button. */
export default function HallPage() {
  const { id = "" } = useParams();
  const item = useQuery(itemQuery(id));
  const fair = useQuery({ ...fairQuery(item.data?.fair ?? ""), enabled: item.data !== undefined });
  const call = useCall(item.data && `/items/${id}/room-grant`, item.data?.state);
  if (item.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (item.isError) return <ProblemPage error={item.error} retry={() => void item.refetch()} />;
  if (!call) return null;
  return <Hall item={item.data} fair={fair.data} call={call} />;
}

function Hall({ item, fair, call }: { item: Item; fair: Fair | undefined; call: Call }) {
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const pitch = usePitchOnStage(item, room?.state.focus);
  useStill(item, call);
  useStageNote(room);
  useEnd(item, call);
  // What the person asked about stays, though the stage goes on to the next pitch meanwhile.
  const [interest, setInterest] = useState<{ project: Project; pitch: string | undefined }>();
  const pick = usePick();
  const t = useT();
  const over = link.phase === "ended";
  if (room && awayIn(room)) return <HallBreakout call={call} room={room} />;
  return (
    <div className={`stage-theme ${styles.hall ?? ""}`}>
      <RoomHeader
        back={paths.lobby()}
        over={pick(fair?.name)}
        title={pick(item.title)}
        badge={<LiveBadge item={item.state} room={room} />}
        viewers={over || room?.inLobby ? undefined : room && room.viewers + room.participants.length}
        hostZone={fair?.time_zone}
        actions={room?.me.grants.interpret && <Link to={paths.booth(item.id)}>{t("booth-link")}</Link>}
      />
      <Announcer room={room} />
      <main className={styles.main}>
        <HallStage item={item} fair={fair} call={call} room={room} link={link} />
        <div className={styles.below}>
          <RoomBar call={call} room={over || room?.inLobby ? undefined : room}>
            {room && <HallTools item={item} call={call} room={room} pitch={pitch} />}
          </RoomBar>
          {/* Who waits at the door sees nothing on the stage yet, and answers nothing. */}
          {!(room?.inLobby && !over) && (
            <PitchSection
              item={item}
              pitch={pitch}
              interested={interest !== undefined && interest.project.id === pitch.project?.id}
              onInterest={() => { setInterest(pitch.project && { project: pitch.project, pitch: pitch.current?.id }); }}
            />
          )}
        </div>
        {interest ? (
          <InterestPanel
            key={interest.project.id}
            project={interest.project}
            pitch={interest.pitch}
            className={styles.beside}
            onClose={() => { setInterest(undefined); }}
          />
        ) : (
          <Rail call={call} room={room} className={styles.beside} />
        )}
      </main>
    </div>
  );
}

/** That the item is over is no failure of the line, and nobody comes back to its room. */
function useEnd(item: Item, call: Call): void {
  const over = item.state === "ended";
  useEffect(() => {
    if (over) call.link.close("room-ended");
  }, [over, call]);
}
