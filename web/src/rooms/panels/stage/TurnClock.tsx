import { ClockCircleOutlined } from "@ant-design/icons";

import type { Call, Turn } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";
import { useSecondsUntil } from "../useSecondsUntil";

const LAST_S = 20;

/** What is left of a turn; nothing for one without a limit. Nobody is cut off when it is up. */
export function TurnClock({ call, turn }: { call: Call; turn: Turn }) {
  const t = useT();
  const rest = useSecondsUntil(turn.until ?? 0, call);
  if (!turn.until) return null;
  const shown = `${String(Math.floor(rest / 60))}:${String(rest % 60).padStart(2, "0")}`;
  return (
    <span className={styles.clock} role="timer" data-last={rest <= LAST_S} aria-label={t("queue-rest", { time: shown })}>
      <ClockCircleOutlined aria-hidden="true" /> {rest > 0 ? shown : t("queue-time-up")}
    </span>
  );
}
