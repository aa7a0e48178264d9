import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { broadcastQuery } from "@/api/recordings";
import { itemQuery } from "@/api/records";
import { sessionQuery } from "@/api/session";
import type { Item, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { InterestPanel } from "@/pages/hall/InterestPanel";
import { PitchSection } from "@/pages/hall/PitchSection";
import { usePitchOnStage } from "@/pages/hall/usePitchOnStage";
import { Rail } from "@/rooms/parts/Rail";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { useTitle } from "@/ui/useTitle";
import { Player } from "./Player";
import styles from "./watch.module.css";

/** A live item as its many spectators watch it: the broadcast, and beside it what a spectator can do. */
export default function WatchPage() {
  const { id = "" } = useParams();
  const session = useQuery(sessionQuery);
  const item = useQuery({ ...itemQuery(id), enabled: Boolean(session.data) });
  const broadcast = useQuery(broadcastQuery(id));
  const pick = usePick();
  const t = useT();
  useTitle(t("watch-title"));
  if (session.isPending || broadcast.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (broadcast.isError) return <ProblemPage error={broadcast.error} retry={() => void broadcast.refetch()} />;
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader back={item.data ? paths.lobby() : paths.signIn()} over={t("watch-title")} title={pick(broadcast.data?.title ?? item.data?.title)} />
      <main className={styles.main}>
        <Player broadcast={broadcast.data} />
        {item.data ? <Beside item={item.data} /> : <SignIn item={id} />}
      </main>
    </div>
  );
}

/** The pitch being given under the player; interest or questions beside it. */
function Beside({ item }: { item: Item }) {
  const pitch = usePitchOnStage(item, undefined);
  const [interest, setInterest] = useState<{ project: Project; pitch: string | undefined }>();
  return (
    <>
      <div className={styles.below}>
        <PitchSection
          item={item}
          pitch={pitch}
          interested={interest !== undefined && interest.project.id === pitch.project?.id}
          onInterest={() => { setInterest(pitch.project && { project: pitch.project, pitch: pitch.current?.id }); }}
        />
      </div>
      {interest ? (
        <InterestPanel key={interest.project.id} project={interest.project} pitch={interest.pitch} className={styles.rail} onClose={() => { setInterest(undefined); }} />
      ) : (
        <Questions item={item} />
      )}
    </>
  );
}

/** The room's panels, for who wants to take part: many thousands watch, and only those who ask enter the room. */
function Questions({ item }: { item: Item }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (open) return <Panels item={item} />;
  return (
    <aside className={`${styles.rail ?? ""} ${styles.invitation ?? ""}`}>
      <p>{t("watch-take-part")}</p>
      <button type="button" disabled={item.state !== "live"} onClick={() => { setOpen(true); }}>{t("watch-open-panels")}</button>
      <Link to={paths.hall(item.id)}>{t("watch-to-hall")}</Link>
    </aside>
  );
}

function Panels({ item }: { item: Item }) {
  const call = useCall(`/items/${item.id}/room-grant`, item.state, "none");
  return call ? <InRoom call={call} /> : null;
}

function InRoom({ call }: { call: NonNullable<ReturnType<typeof useCall>> }) {
  const room = useStore(call.room);
  return <Rail call={call} room={room} className={styles.rail} />;
}

function SignIn({ item }: { item: string }) {
  const t = useT();
  return (
    <aside className={`${styles.rail ?? ""} ${styles.invitation ?? ""}`}>
      <p>{t("watch-sign-in-first")}</p>
      <Link to={paths.signIn(paths.watch(item))}>{t("watch-sign-in")}</Link>
    </aside>
  );
}
