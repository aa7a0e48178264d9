import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useState } from "react";

import type { Agreement, Clause, LocalizedText } from "@/api/types";
import { dirOf } from "@/i18n/languages";
import { useLanguageName } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { ClauseEditor } from "./ClauseEditor";
import type { ClauseChange } from "./changes";
import { compare } from "./diff";
import styles from "./negotiation.module.css";

interface Props {
  agreement: Agreement;
  rows: ClauseChange[];
  /** The reader's own unsent changes. */
  draft: Clause[] | undefined;
  /** Absent where the reader may not change the text. */
  onEdit?: (clauses: Clause[]) => void;
}

/** The clauses, one row each, one column a language; what was changed last bears the side that changed it. */
export function ClauseTable({ agreement, rows, draft, onEdit }: Props) {
  const t = useT();
  const languageName = useLanguageName();
  const [editing, setEditing] = useState<number>();
  const clauses = draft ?? rows.map(({ clause }) => clause);
  const change = (place: number, clause: Clause) => onEdit?.(clauses.map((one, at) => (at === place ? clause : one)));
  const add = () => {
    const blank = Object.fromEntries(agreement.languages.map((code) => [code, ""]));
    onEdit?.([...clauses, { heading: blank, body: blank }]);
    setEditing(clauses.length);
  };
  return (
    <div className={styles.clauses}>
      <div className={styles.columns} aria-hidden="true">
        {agreement.languages.map((code) => (
          <span key={code}>{languageName(code)}</span>
        ))}
      </div>
      {clauses.map((clause, place) =>
        editing === place && onEdit ? (
          <ClauseEditor key={place} languages={agreement.languages} place={place} clause={clause} onChange={(next) => { change(place, next); }} onDone={() => { setEditing(undefined); }} />
        ) : (
          <ClauseRow
            key={place}
            agreement={agreement}
            place={place}
            clause={clause}
            row={rows[place]}
            own={draft !== undefined && JSON.stringify(clause) !== JSON.stringify(rows[place]?.clause)}
            actions={
              onEdit && (
                <>
                  <button type="button" aria-label={t("negotiation-edit-clause", { number: place + 1 })} onClick={() => { setEditing(place); }}>
                    <EditOutlined />
                  </button>
                  {clauses.length > 1 && (
                    <button type="button" aria-label={t("negotiation-remove-clause", { number: place + 1 })} onClick={() => { onEdit(clauses.filter((_, at) => at !== place)); }}>
                      <DeleteOutlined />
                    </button>
                  )}
                </>
              )
            }
          />
        ),
      )}
      {onEdit && (
        <button type="button" className={styles.add} onClick={add}>
          <PlusOutlined /> {t("negotiation-add-clause")}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  agreement: Agreement;
  place: number;
  clause: Clause;
  row: ClauseChange | undefined;
  own: boolean;
  actions: React.ReactNode;
}

function ClauseRow({ agreement, place, clause, row, own, actions }: RowProps) {
  const t = useT();
  const name = useNames(agreement);
  const before = own ? row?.clause : row?.changed ? row.before : undefined;
  const marked = own || row?.changed === true;
  const side = own ? "own" : row?.by ? String(agreement.parties.indexOf(row.by)) : undefined;
  const note = own
    ? t("negotiation-changed-by-you")
    : row?.by && t("negotiation-changed-by", { party: name(row.by), version: row.version ?? 0 });
  return (
    <article className={styles.clause} {...(side !== undefined && { "data-party": side })}>
      <div className={styles.clauseBody}>
        {agreement.languages.map((code) => (
          <div key={code} lang={code} dir={dirOf(code)}>
            <h3>
              {place + 1}. <Marked before={marked ? (before?.heading ?? {}) : undefined} after={clause.heading} code={code} />
            </h3>
            <p>
              <Marked before={marked ? (before?.body ?? {}) : undefined} after={clause.body} code={code} />
            </p>
          </div>
        ))}
      </div>
      {(note || actions) && (
        <footer>
          <span>{note}</span>
          {actions && <div>{actions}</div>}
        </footer>
      )}
    </article>
  );
}

/** A text with what came and went in it; without `before`, the text alone. */
function Marked({ before, after, code }: { before: LocalizedText | undefined; after: LocalizedText; code: string }) {
  const text = after[code] ?? "";
  if (!before) return text;
  return compare(before[code] ?? "", text).map((run, index) => {
    if (run.kind === "added") return <ins key={index}>{run.text}</ins>;
    if (run.kind === "removed") return <del key={index}>{run.text}</del>;
    return <span key={index}>{run.text}</span>;
  });
}
