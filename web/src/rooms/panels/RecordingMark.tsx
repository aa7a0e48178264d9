import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../parts/parts.module.css";

/** Says to everyone in the room that it is being recorded, and since when. */
export function RecordingMark({ since }: { since?: number | null | undefined }) {
  const t = useT();
  const format = useFormat();
  return (
    <span className={parts.recorded} role="status" title={t("rooms-recorded")}>
      <span aria-hidden="true" />
      {t("rooms-recorded")}
      {since && <small>{t("recording-since", { time: format.time(new Date(since).toISOString()) })}</small>}
    </span>
  );
}
