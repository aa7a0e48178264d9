import type { ReactNode } from "react";

import { type Call, type RoomView, trackKey } from "@/call";
import { useT } from "@/i18n/useT";
import { type Shot, compose } from "../compose";
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

/** The 16:9 stage, laid out as the operator arranged it. */
export function Stage({ call, room, poster, document, overlay }: Props) {
  const t = useT();
  const shown = room && compose(room);
  return (
    <section className={styles.stage} aria-label={t("rooms-stage")} data-testid="stage" data-layout={shown?.kind}>
      {document ?? (call && room && shown && shown.main.length > 0 ? <Large call={call} room={room} shots={shown.main} /> : poster)}
      {call && room && shown && shown.side.length > 0 && (
        <div className={styles.side}>
          {shown.side.map((shot) => (
            <ShotTile key={keyOf(shot)} call={call} room={room} shot={shot} wide />
          ))}
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
