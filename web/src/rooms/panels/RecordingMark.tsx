import type { RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./panels.module.css";

interface Props {
  room: RoomView | undefined;
  /** Since when, where the room says so. */
  since?: number | null | undefined;
}

/** Says to everyone that the room is being recorded, and since when. */
export function RecordingMark({ room, since }: Props) {
  const t = useT();
  const format = useFormat();
  if (!room?.state.recording) return null;
  return (
    <span className={styles.recording} role="status" title={t("rooms-recorded")}>
      {since ? t("recording-since", { at: format.time(new Date(since).toISOString()) }) : t("recording-on")}
    </span>
  );
}
