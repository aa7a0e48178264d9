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
  overlay?: ReactNode;
}

/** The 16:9 stage: one picture large, the others along its side. */
export function Stage({ call, room, poster, overlay }: Props) {
  const t = useT();
  const shown = room && compose(room);
  return (
    <section className={styles.stage} aria-label={t("rooms-stage")} data-testid="stage">
      {call && room && shown?.main ? <ShotTile call={call} room={room} shot={shown.main} className={styles.main} /> : poster}
      {call && room && shown && shown.side.length > 0 && (
        <div className={styles.side}>
          {shown.side.map((shot) => (
            <ShotTile key={trackKey(shot.participant.id, shot.source)} call={call} room={room} shot={shot} wide />
          ))}
        </div>
      )}
      {overlay}
    </section>
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
