import { HourglassOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./Interests.module.css";

/** How long there is left to answer; it says so when the time is over. */
export function DueClock({ due }: { due: string }) {
  const t = useT();
  const format = useFormat();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const left = new Date(due).getTime() - now;
  const urgency = left < 0 ? "late" : left < 24 * 3_600_000 ? "soon" : "calm";
  return (
    <span className={styles.clock} data-urgency={urgency} title={format.dateTime(due)}>
      <HourglassOutlined aria-hidden="true" /> {t(left < 0 ? "due-over" : "due-in", { when: format.relative(due, now) })}
    </span>
  );
}
