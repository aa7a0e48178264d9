import type { ReactNode } from "react";
import styles from "./Status.module.css";

type Tone = "quiet" | "seal" | "jade" | "gold" | "link";

/** A small label on a tinted ground: what kind of thing this is. */
export function Mark({ tone = "quiet", icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {icon && <span aria-hidden="true">{icon}</span>}
      {children}
    </span>
  );
}
