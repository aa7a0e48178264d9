import { useT } from "@/i18n/useT";
import type { RoomView } from "@/call";
import type { ItemState } from "@/api/types";
import { RecordingMark } from "../panels/RecordingMark";
import styles from "./parts.module.css";

type Standing = "live" | "rehearsal" | "waiting" | "ended";

/** LIVE, rehearsal or over: said in a word, the colour only helps. */
export function LiveBadge({ item, room }: { item?: ItemState | undefined; room?: RoomView | undefined }) {
  const t = useT();
  const standing = standingOf(item, room);
  const look = standing === "live" ? "" : standing === "rehearsal" ? styles.rehearsal : styles.ended;
  return (
    <>
      {room?.state.recording && <RecordingMark since={room.state.recording_since} />}
      <span className={`${styles.live ?? ""} ${look ?? ""}`}>{t(`rooms-standing-${standing}`)}</span>
    </>
  );
}

function standingOf(item: ItemState | undefined, room: RoomView | undefined): Standing {
  if (item === "ended") return "ended";
  if (item === "planned" || item === "ready") return "waiting";
  if (item === "rehearsal") return "rehearsal";
  if (room?.state.mode === "rehearsal") return "rehearsal";
  return "live";
}
