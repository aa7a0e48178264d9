import { post } from "@/api/client";
import type { Agreement, Clause } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import styles from "./negotiation.module.css";

interface Props {
  agreement: Agreement;
  /** The reader's party; undefined for those who only watch. */
  party: string | undefined;
  draft: Clause[] | undefined;
  proposing: boolean;
  onPropose: (clauses: Clause[]) => void;
  onDiscard: () => void;
}

/** The one next step of the reader's party: propose the own changes, or approve the version on the table. */
export function ApprovalBar({ agreement, party, draft, proposing, onPropose, onDiscard }: Props) {
  const t = useT();
  const current = agreement.versions.at(-1);
  const approve = useCommand<number>({
    run: (version, key) => post(`/agreements/${agreement.id}/approvals`, { version }, key),
    stale: [["agreements"]],
    done: t("negotiation-approved"),
  });
  if (!party || !current || agreement.frozen) return null;
  if (agreement.state === "approved") return <p className={styles.bar} role="status">{t("negotiation-freezing")}</p>;
  if (agreement.state !== "draft") return null;
  if (draft) {
    return (
      <div className={styles.bar}>
        <span>{t("negotiation-unsent")}</span>
        <button type="button" className={styles.secondary} onClick={onDiscard}>
          {t("negotiation-discard")}
        </button>
        <button type="button" className={styles.primary} disabled={proposing} onClick={() => { onPropose(draft); }} data-testid="propose-version">
          {t("negotiation-propose", { version: current.version + 1 })}
        </button>
      </div>
    );
  }
  const done = current.approved_by.includes(party);
  return (
    <div className={styles.bar}>
      <span>{t(done ? "negotiation-approved-wait" : "negotiation-approve-hint")}</span>
      {!done && (
        <button type="button" className={styles.primary} disabled={approve.isPending} onClick={() => { approve.mutate(current.version); }} data-testid="approve-version">
          {t("negotiation-approve", { version: current.version })}
        </button>
      )}
    </div>
  );
}
