import type { ReactNode } from "react";

import { type Call, type RoomView, trackKey } from "@/call";
import { useT } from "@/i18n/useT";
import { type Shot, compose } from "../compose";
import { useNarrow } from "../panels/useNarrow";
import { useStore } from "../useStore";
import { MediaTile } from "./MediaTile";
import styles from "./stage.module.css";

interface Props {
  call: Call | undefined;
  room: RoomView | undefined;
  /** Stands on the stage while nobody sends a picture. */
  poster: ReactNode;
  /** The document that is open for everybody; takes the large place. */
  document?: ReactNode;
  overlay?: ReactNode;
}

/** How many pictures have room along the side. */
const SIDE = { wide: 5, narrow: 3 };

/** The 16:9 stage, laid out as the operator arranged it. One picture lies over the large one; more stand beside it. */
export function Stage({ call, room, poster, document, overlay }: Props) {
  const t = useT();
  const most = useNarrow() ? SIDE.narrow : SIDE.wide;
  const shown = room && compose(room);
  const beside = shown !== undefined && (shown.side.length > 1 || (document !== undefined && shown.side.length > 0));
  return (
    <section className={styles.stage} aria-label={t("rooms-stage")} data-testid="stage" data-layout={shown?.kind} data-beside={beside}>
      <div className={styles.front}>
        {document ?? (call && room && shown && shown.main.length > 0 ? <Large call={call} room={room} shots={shown.main} /> : poster)}
      </div>
      {call && room && shown && shown.side.length > 0 && (
        <div className={styles.side}>
          {shown.side.slice(0, most).map((shot) => (
            <ShotTile key={keyOf(shot)} call={call} room={room} shot={shot} wide />
          ))}
          {shown.side.length > most && <p className={styles.more}>{t("rooms-more-pictures", { count: shown.side.length - most })}</p>}
        </div>
      )}
      {overlay}
    </section>
  );
}

const keyOf = ({ participant, source }: Shot) => trackKey(participant.id, source);

/** The large pictures: one fills the stage, several share it in equal parts. */
function Large({ call, room, shots }: { call: Call; room: RoomView; shots: Shot[] }) {
  const columns = shots.length === 2 ? 2 : Math.ceil(Math.sqrt(shots.length));
  return (
    <div className={styles.large} style={{ "--columns": columns } as React.CSSProperties} data-count={shots.length}>
      {shots.map((shot) => (
        <ShotTile key={keyOf(shot)} call={call} room={room} shot={shot} className={styles.main} />
      ))}
    </div>
  );
}

interface ShotProps {
  call: Call;
  room: RoomView;
  shot: Shot;
  wide?: boolean;
  className?: string | undefined;
}

/** One participant's camera or screen. */
export function ShotTile({ call, room, shot, wide = false, className }: ShotProps) {
  const media = useStore(call.media);
  const { participant, source } = shot;
  const own = participant.id === room.me.participant;
  const hidden = participant.tracks.some((track) => track.source === source && (track.muted || track.muted_by_host));
  const shown = own ? media.local[source] : media.remote[trackKey(participant.id, source)];
  const microphone = participant.tracks.find((track) => track.source === "microphone");
  const silent = !microphone || microphone.muted || microphone.muted_by_host;
  return (
    <MediaTile
      source={source}
      stream={hidden ? undefined : shown}
      name={participant.name}
      caption={participant.organisation ?? undefined}
      muted={silent}
      speaking={room.speaking.includes(participant.id) && source === "camera" && !silent}
      own={own}
      wide={wide}
      className={className}
    />
  );
}
