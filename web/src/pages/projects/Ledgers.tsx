import { type Money, type Project, ledgers } from "@/api/types";
import { useT } from "@/i18n/useT";
import { Amount, Moment } from "@/ui/values";
import styles from "./Projects.module.css";

/** One sum a currency; an approximate part makes the sum approximate. */
export function sums(amounts: Money[]): Money[] {
  const byCurrency = Object.groupBy(amounts, (money) => money.currency);
  return Object.entries(byCurrency).map(([currency, group = []]) => ({
    currency,
    minor: group.reduce((sum, money) => sum + money.minor, 0),
    approximate: group.some((money) => money.approximate),
  }));
}

/** The four ledgers, each apart; never added to each other. */
export function Ledgers({ project }: { project: Project }) {
  const t = useT();
  return (
    <div className={styles.ledgers}>
      {ledgers.map((ledger) => {
        const entries = project.money.filter((entry) => entry.ledger === ledger);
        return (
          <div key={ledger}>
            <h3>{t(`ledger-${ledger}`)}</h3>
            {entries.length === 0 && <p className="yq-muted">{t("ledger-empty")}</p>}
            {sums(entries.map((entry) => entry.amount)).map((sum) => (
              <p key={sum.currency} className={styles.sum}>
                <Amount money={sum} />
              </p>
            ))}
            <ul>
              {entries.map((entry) => (
                <li key={entry.at + entry.source}>
                  <Amount money={entry.amount} /> <small className="yq-muted"><Moment at={entry.at} show="date" /> · {entry.source}</small>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}
