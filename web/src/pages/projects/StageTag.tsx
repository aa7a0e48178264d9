import { stages, type Stage } from "@/api/types";
import { useT } from "@/i18n/useT";
import styles from "./Projects.module.css";

/** A stage in short: its number and its words. */
export function StageTag({ stage }: { stage: Stage }) {
  const t = useT();
  const number = stages.indexOf(stage) + 1;
  return (
    <span className={styles.stage} data-signed={number >= 7 || undefined}>
      <b className="yq-number">S{number}</b> {t(`stage-${stage}`)}
    </span>
  );
}
