import { type FigureColumns, countOf } from "@/api/figures";
import { type AgreementKind, agreementKinds } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Amount } from "@/ui/values";
import styles from "./Figures.module.css";

/** The answer first: contracts, and beside them, never added, frameworks and intents. */
export function Headline({ total, chosen, choose }: { total: FigureColumns; chosen: AgreementKind; choose: (kind: AgreementKind) => void }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.headline} role="radiogroup" aria-label={t("agreement-kind")}>
      {agreementKinds.map((kind) => (
        <button key={kind} type="button" role="radio" aria-checked={kind === chosen} className={styles.kind} data-kind={kind} onClick={() => choose(kind)}>
          <span className={styles.kindName}>{t(`figures-kind-${kind}`)}</span>
          <span className={styles.count}>
            <b className="yq-number">{format.number(countOf(total, kind).count)}</b> {t("figures-unit", { count: countOf(total, kind).count })}
          </span>
          <span className={styles.sums}>
            {countOf(total, kind).sums.map((sum) => <span key={sum.currency}>{t("ledger-agreed")} <b><Amount money={sum} /></b></span>)}
            {kind === "contract" && total.foreign.sums.map((sum) => <span key={sum.currency}>{t("ledger-contracted_foreign")} <b><Amount money={sum} /></b></span>)}
            {countOf(total, kind).count === 0 && <span className="yq-muted">{t("figures-none")}</span>}
          </span>
          <small>{t(`figures-note-${kind}`)}</small>
        </button>
      ))}
    </div>
  );
}
