import { useQuery } from "@tanstack/react-query";

import { type Count, figuresQuery } from "@/api/figures";
import { useRole } from "@/api/session";
import type { Ceremony, CeremonyStage, Money } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRolling } from "@/rooms/ceremony/Rolling";
import styles from "./stage.module.css";

/** What was signed, contracts alone: over the whole fair where the viewer may see it, else in this ceremony. */
export function Totals({ ceremony, stage }: { ceremony: Ceremony; stage: CeremonyStage }) {
  const t = useT();
  const counts = useRole("province_officer", "city_officer", "statistician");
  const fair = useQuery({ ...figuresQuery(ceremony.fair, "city"), enabled: counts, retry: false });
  const { contracts } = fair.data?.totals ?? stage.totals;
  return (
    <div className={styles.total} data-testid="total">
      <span>{t(fair.data ? "ceremony-total" : "ceremony-total-here")}</span>
      <Rolled contracts={contracts} />
    </div>
  );
}

function Rolled({ contracts }: { contracts: Count }) {
  const t = useT();
  const count = Math.round(useRolling(contracts.count));
  return (
    <b className="yq-number">
      {t("ceremony-total-contracts", { count })}
      {contracts.sums.map((sum) => (
        <Sum key={sum.currency} sum={sum} />
      ))}
    </b>
  );
}

/** One currency's sum; currencies stand beside each other and are never added. */
function Sum({ sum }: { sum: Money }) {
  const format = useFormat();
  const minor = Math.round(useRolling(sum.minor));
  return <span title={format.exactMoney(sum)}>{format.money({ ...sum, minor })}</span>;
}
