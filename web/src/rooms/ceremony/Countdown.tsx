import { useEffect, useState } from "react";

import styles from "./ceremony.module.css";

/** Counts whole seconds down to `endsAt` (milliseconds of the server's clock, shifted by `offset_ms`). */
export function useSecondsLeft(endsAt: number | undefined, offsetMs = 0): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (endsAt === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 100);
    return () => {
      clearInterval(timer);
    };
  }, [endsAt]);
  if (endsAt === undefined) return undefined;
  const left = Math.ceil((endsAt - (now + offsetMs)) / 1000);
  return left > 0 ? left : undefined;
}

/** The number in the middle of the stage while the signatories wait. */
export function Countdown({ seconds, caption }: { seconds: number; caption: string }) {
  return (
    <div className={styles.countdown} role="timer" aria-live="assertive">
      <span key={seconds} className={styles.count}>
        {seconds}
      </span>
      <span className={styles.countCaption}>{caption}</span>
    </div>
  );
}
