import { useT } from "@/i18n/useT";
import styles from "./booth.module.css";

const KEYS = [
  ["M", "booth-key-air"],
  ["C", "booth-key-cough"],
  ["D", "booth-key-direction"],
  ["H", "booth-key-hand-over"],
  ["A", "booth-key-accept"],
  ["T", "booth-key-take-over"],
] as const;

/** The keys of the booth, always in sight: hands stay on them. */
export function Legend() {
  const t = useT();
  return (
    <dl className={styles.legend} aria-label={t("booth-keys")}>
      {KEYS.map(([key, what]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(what)}</dd>
        </div>
      ))}
    </dl>
  );
}
