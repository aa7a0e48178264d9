import type { Clause } from "@/api/types";
import { useT } from "@/i18n/useT";
import styles from "./negotiation.module.css";

interface Props {
  languages: readonly string[];
  place: number;
  clause: Clause;
  onChange: (clause: Clause) => void;
  onDone: () => void;
}

/** A clause being changed, both languages beside each other. */
export function ClauseEditor({ languages, place, clause, onChange, onDone }: Props) {
  const t = useT();
  return (
    <article className={`${styles.clause ?? ""} ${styles.editing ?? ""}`} data-party="own">
      <div className={styles.clauseBody}>
        {languages.map((code) => (
          <div key={code} lang={code}>
            <input
              value={clause.heading[code] ?? ""}
              aria-label={t("negotiation-heading-of", { number: place + 1, language: code })}
              onChange={({ target }) => { onChange({ ...clause, heading: { ...clause.heading, [code]: target.value } }); }}
            />
            <textarea
              value={clause.body[code] ?? ""}
              rows={7}
              aria-label={t("negotiation-body-of", { number: place + 1, language: code })}
              onChange={({ target }) => { onChange({ ...clause, body: { ...clause.body, [code]: target.value } }); }}
            />
          </div>
        ))}
      </div>
      <footer>
        <span>{t("negotiation-both-languages")}</span>
        <button type="button" onClick={onDone}>
          {t("negotiation-edit-done")}
        </button>
      </footer>
    </article>
  );
}
