import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { fairQuery, itemQuery } from "@/api/records";
import type { Item } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call, RoomView } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { Rail } from "@/rooms/parts/Rail";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { RoomVoices } from "@/rooms/parts/RoomVoices";
import { Stage } from "@/rooms/parts/Stage";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { BoothChoice } from "./BoothChoice";
import { BoothPanel } from "./BoothPanel";
import styles from "./booth.module.css";

/** Where an interpreter works: the stage to look at, the booth's switches below. */
export default function BoothPage() {
  const { id = "" } = useParams();
  const item = useQuery(itemQuery(id));
  const call = useCall(item.data && `/items/${id}/room-grant`, item.data?.state);
  if (item.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (item.isError) return <ProblemPage error={item.error} retry={() => void item.refetch()} />;
  if (!call) return null;
  return <BoothRoom item={item.data} call={call} />;
}

function BoothRoom({ item, call }: { item: Item; call: Call }) {
  const t = useT();
  const pick = usePick();
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const fair = useQuery(fairQuery(item.fair)).data;
  const booth = room && boothOf(room);
  return (
    <div className={`stage-theme ${styles.room ?? ""}`}>
      <RoomHeader
        back={paths.hall(item.id)}
        over={t("booth-title")}
        title={pick(item.title)}
        badge={<LiveBadge item={item.state} room={room} />}
        hostZone={fair?.time_zone}
      />
      <main className={styles.main}>
        <section className={styles.stage}>
          <ConnectionBanner link={link} />
          <Stage call={call} room={room} poster={<p className={styles.poster}>{t("booth-stage-empty")}</p>} />
        </section>
        <section className={styles.desk} aria-label={t("booth-title")}>
          {room && booth && <BoothPanel call={call} room={room} booth={booth} />}
          {room && !booth && <BoothChoice call={call} room={room} booths={room.booths} />}
        </section>
        <Rail call={call} room={room} className={styles.rail} />
      </main>
      {room && <RoomVoices call={call} room={room} />}
    </div>
  );
}

/** The booth in which one sits. */
function boothOf({ booths, me }: RoomView) {
  return booths.find(({ interpreters }) => interpreters.includes(me.participant));
}
