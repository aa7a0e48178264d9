import type { Bars } from "@/call";
import styles from "./line.module.css";

/** Four bars as on a telephone; the words stand with whoever shows them. */
export function SignalBars({ bars }: { bars: Bars | undefined }) {
  return (
    <svg className={styles.bars} viewBox="0 0 20 16" width="20" height="16" aria-hidden="true" data-bars={bars ?? "none"}>
      {[1, 2, 3, 4].map((bar) => (
        <rect key={bar} x={(bar - 1) * 5 + 1} y={16 - bar * 4} width="3.5" height={bar * 4} rx="1" data-on={bars !== undefined && bar <= bars} />
      ))}
    </svg>
  );
}
