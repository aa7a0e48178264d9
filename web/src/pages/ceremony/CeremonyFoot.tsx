import type { Act, Ceremony } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { nextAct } from "@/rooms/ceremony/cast";
import { Totals } from "./Totals";
import styles from "./stage.module.css";

/** What the fair has come to so far, how far the ceremony is, and which act comes next. */
export function CeremonyFoot({ ceremony, act }: { ceremony: Ceremony; act: Act | undefined }) {
  const t = useT();
  const pick = usePick();
  const next = nextAct(ceremony.acts, act);
  const counted = ceremony.acts.filter(({ state }) => state !== "pulled");
  const signed = counted.filter(({ state }) => state === "signed").length;
  return (
    <footer className={styles.foot}>
      <Totals ceremony={ceremony} />
      <div>
        <span>{t("ceremony-progress")}</span>
        <b className="yq-number">{t("ceremony-progress-of", { signed, count: counted.length })}</b>
      </div>
      <div className={styles.next}>
        <span>{t("ceremony-next")}</span>
        <b>{next ? pick(next.title) : t("ceremony-no-next")}</b>
      </div>
    </footer>
  );
}
