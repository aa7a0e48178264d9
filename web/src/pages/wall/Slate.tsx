import { CloudLine } from "@/ui/CloudLine";
import styles from "./wall.module.css";

/** Stands for a site without a picture: its name, and how it is. */
export function Slate({ name, place, words }: { name: string; place: string; words: string }) {
  return (
    <div className={styles.slate} aria-hidden="true">
      <CloudLine className={styles.cloud} />
      <b>{place || name}</b>
      {place && <span>{name}</span>}
      <small>{words}</small>
    </div>
  );
}
