import type { RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";
import { lineQuality } from "./lineQuality";

const BARS = { good: 3, fair: 2, poor: 1 } as const;

/** How somebody's line holds, for those who run the room: three bars, their word, and the figures on hover. */
export function LineMark({ room, participant }: { room: RoomView; participant: string }) {
  const t = useT();
  const format = useFormat();
  const lines = room.statistics.filter((line) => line.participant === participant);
  const quality = lineQuality(lines);
  if (!quality) return null;
  const figures = lines.map((line) =>
    t("people-line-figures", {
      direction: t(`people-line-${line.direction}`),
      loss: format.number(line.loss_per_mille / 10),
      trip: typeof line.rtt_ms === "number" ? format.number(line.rtt_ms) : "–",
      rate: format.number(line.kbit_per_s),
    }),
  );
  const label = [t(`people-line-is-${quality}`), ...figures].join("\n");
  return (
    <svg className={styles.lineMark} data-quality={quality} viewBox="0 0 15 12" width="15" height="12" role="img" aria-label={label}>
      <title>{label}</title>
      {[0, 1, 2].map((bar) => (
        <rect key={bar} x={bar * 5.5} y={8 - bar * 4} width="4" height={4 + bar * 4} rx="1" opacity={bar < BARS[quality] ? 1 : 0.25} />
      ))}
    </svg>
  );
}
