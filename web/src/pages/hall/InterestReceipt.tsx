import { CheckCircleFilled } from "@ant-design/icons";
import { Link } from "react-router";

import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "@/rooms/parts/parts.module.css";
import type { Interest } from "@/api/types";
import styles from "./interest.module.css";

/** Says that the interest is on record, and until when the other side answers. */
export function InterestReceipt({ interest, onClose }: { interest: Interest; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.receipt} role="status" data-testid="interest-receipt">
      <CheckCircleFilled aria-hidden="true" />
      <h3>{t("hall-receipt-title")}</h3>
      <p>{t("hall-receipt-text")}</p>
      <dl>
        <dt>{t("hall-interest-kind")}</dt>
        <dd>{t(`hall-interest-${interest.kind}`)}</dd>
        <dt>{t("hall-receipt-sent")}</dt>
        <dd>{format.dateTime(interest.sent_at)}</dd>
        <dt>{t("hall-receipt-due")}</dt>
        <dd>
          {format.dateTime(interest.due_at)} ({format.relative(interest.due_at)})
        </dd>
        <dt>{t("hall-receipt-number")}</dt>
        <dd className={styles.id}>{interest.id}</dd>
      </dl>
      <Link to={paths.interest(interest.id)} target="_blank" className={parts.tool}>
        {t("hall-receipt-open")}
      </Link>
      <button type="button" className={parts.small} onClick={onClose}>
        {t("hall-receipt-back")}
      </button>
    </div>
  );
}
