import type { Clause } from "@/api/types";
import { dirOf } from "@/i18n/languages";
import { useLanguageName } from "@/i18n/localized";
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
  const languageName = useLanguageName();
  return (
    <article className={`${styles.clause ?? ""} ${styles.editing ?? ""}`} data-party="own">
      <div className={styles.clauseBody}>
        {languages.map((code) => (
          <div key={code} lang={code} dir={dirOf(code)}>
            <input
              value={clause.heading[code] ?? ""}
              aria-label={t("negotiation-heading-of", { number: place + 1, language: languageName(code) })}
              onChange={({ target }) => { onChange({ ...clause, heading: { ...clause.heading, [code]: target.value } }); }}
            />
            <textarea
              value={clause.body[code] ?? ""}
              rows={7}
              aria-label={t("negotiation-body-of", { number: place + 1, language: languageName(code) })}
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
