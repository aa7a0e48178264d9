import "@/rooms/stage.css";

import { Spin } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import type { Ceremony, Fair, Item } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { actOnStage, nextAct } from "@/rooms/ceremony/cast";
import { RecordSwitch } from "@/pages/hall/AirControls";
import { useStill } from "@/rooms/useStill";
import { useActRecords, useCeremony } from "@/rooms/ceremony/useCeremony";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { RoomBar } from "@/rooms/parts/RoomBar";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { ActPanel } from "./ActPanel";
import { NextStepBar } from "./NextStepBar";
import { RunOfShow } from "./RunOfShow";
import styles from "./console.module.css";
import { nextStep } from "./nextStep";

/** The officiant's console: the run of show, the act at hand, and one big button. */
export default function ConsolePage() {
  const { id = "" } = useParams();
  const { ceremony, item, fair, error, isPending, refetch } = useCeremony(id);
  const call = useCall(ceremony && `/items/${ceremony.item}/room-grant`, item?.state);
  if (isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (error) return <ProblemPage error={error} retry={refetch} />;
  if (!ceremony || !call) return null;
  return <Console ceremony={ceremony} item={item} fair={fair} call={call} />;
}

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  fair: Fair | undefined;
  call: Call;
}

function Console({ ceremony, item, fair, call }: Props) {
  const t = useT();
  const pick = usePick();
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  useStill(item, call);
  const onStage = actOnStage(ceremony.acts, room?.state.focus);
  const following = nextAct(ceremony.acts, onStage);
  const [chosen, setChosen] = useState<string>();
  const open = onStage && onStage.state !== "signed" ? onStage : undefined;
  const act = ceremony.acts.find(({ id }) => id === chosen) ?? open ?? onStage ?? following;
  const shown = useActRecords(act, room);
  const step = nextStep(act, shown.sites, nextAct(ceremony.acts, act), item, shown.agreements);
  return (
    <div className={`stage-theme ${styles.console ?? ""}`}>
      <RoomHeader
        back={paths.ceremony(ceremony.id)}
        over={t("console-title")}
        title={pick(ceremony.title)}
        badge={<LiveBadge item={item?.state} room={room} />}
        viewers={room && room.viewers + room.participants.length}
        hostZone={fair?.time_zone}
        actions={<Link to={paths.wall(ceremony.id)}>{t("wall-link")}</Link>}
      />
      <main className={styles.main}>
        <RunOfShow ceremony={ceremony} shown={act?.id} onStage={open?.id} onChoose={setChosen} />
        <section className={styles.act} aria-label={t("console-act")}>
          <ConnectionBanner link={link} />
          {act && <ActPanel ceremony={ceremony} act={act} shown={shown} call={call} room={room} />}
          <RoomBar call={call} room={room}>
            {item && room && item.state !== "ended" && <RecordSwitch item={item} on={room.state.recording} />}
          </RoomBar>
        </section>
      </main>
      <NextStepBar ceremony={ceremony} item={item} act={act} step={step} shown={shown} call={call} room={room} onChoose={setChosen} />
    </div>
  );
}
