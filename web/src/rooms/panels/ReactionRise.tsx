import { useEffect, useState } from "react";

import type { Call } from "@/call";
import { ReactionMark } from "./emoji";
import styles from "./panels.module.css";

interface Rising {
  id: number;
  emoji: string;
  /** Where along the stage's edge, in percent. */
  place: number;
}

/** No more than this at once; the rest of a burst is dropped, since nobody counts applause. */
const MOST = 24;
const STAYS_MS = 2600;

/** Reactions rise along the edge of the stage and are gone. */
export function ReactionRise({ call }: { call: Call }) {
  const [rising, setRising] = useState<Rising[]>([]);
  useEffect(() => {
    let count = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const off = call.reactions.on(({ emoji }) => {
      count += 1;
      const id = count;
      setRising((known) => (known.length < MOST ? [...known, { id, emoji, place: (id * 37) % 22 }] : known));
      const timer = setTimeout(() => {
        timers.delete(timer);
        setRising((known) => known.filter((one) => one.id !== id));
      }, STAYS_MS);
      timers.add(timer);
    });
    return () => {
      off();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [call]);
  return (
    <div className={styles.rise} aria-hidden="true" data-testid="reactions">
      {rising.map(({ id, emoji, place }) => (
        <span key={id} style={{ insetInlineEnd: `${String(3 + place)}%` }}>
          <ReactionMark emoji={emoji} />
        </span>
      ))}
    </div>
  );
}
