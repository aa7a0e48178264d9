import { useT } from "@/i18n/useT";
import styles from "./panels.module.css";

/** Says to everyone in a private room that it is being recorded. */
export function RecordingMark() {
  const t = useT();
  return (
    <span className={styles.recording} role="status" title={t("rooms-recorded")}>
      {t("recording-on")}
    </span>
  );
}
