import type { Ceremony, CeremonyStage } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Totals } from "./Totals";
import styles from "./stage.module.css";

/** What the fair has come to so far, how far the ceremony is, and which act comes next. */
export function CeremonyFoot({ ceremony, stage }: { ceremony: Ceremony; stage: CeremonyStage }) {
  const t = useT();
  const pick = usePick();
  return (
    <footer className={styles.foot}>
      <Totals ceremony={ceremony} stage={stage} />
      <div>
        <span>{t("ceremony-progress")}</span>
        <b className="yq-number">{t("ceremony-progress-of", { signed: stage.signed_count, count: stage.act_count })}</b>
      </div>
      <div className={styles.next}>
        <span>{t("ceremony-next")}</span>
        <b>{stage.next ? pick(stage.next) : t(rest(stage))}</b>
      </div>
    </footer>
  );
}

/** What to say where no act follows. */
function rest({ act_count, signed_count }: CeremonyStage): string {
  if (act_count === 0) return "ceremony-no-acts";
  return signed_count < act_count ? "ceremony-last" : "ceremony-all-signed";
}
