import { SafetyCertificateFilled } from "@ant-design/icons";
import { Button, Typography } from "antd";
import { Link } from "react-router";
import { resourceUrl } from "@/api/client";
import { paths } from "@/app/paths";
import type { Agreement } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Logo } from "@/ui/Logo";
import styles from "./Agreements.module.css";

/** The receipt of a signed agreement: what was signed, when, and the digests that prove it. */
export function Receipt({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const format = useFormat();
  const utc = agreement.signed_at ? format.dateTime(agreement.signed_at, "UTC") : "";
  return (
    <section className={styles.receipt} aria-label={t("receipt-title")}>
      <Logo size={64} />
      <div>
        <h2 className="yq-serif"><SafetyCertificateFilled aria-hidden="true" /> {t("receipt-title")}</h2>
        <p>{t("receipt-words", { number: agreement.number, count: agreement.signatories.filter(({ state }) => state === "sealed").length, at: agreement.signed_at ? format.dateTime(agreement.signed_at) : "", utc })}</p>
        <dl>
          <dt>{t("receipt-level")}</dt>
          <dd data-testid="signature-level" data-level={agreement.archive?.level ?? "B-T"}>
            {agreement.archive
              ? t("receipt-archived", { level: agreement.archive.level, until: format.date(agreement.archive.provable_until) })
              : t("receipt-not-archived")}
          </dd>
          <dt>{t("receipt-signed-digest")}</dt>
          <dd><Typography.Text code copyable>{agreement.document ?? ""}</Typography.Text></dd>
          <dt>{t("receipt-frozen-digest")}</dt>
          <dd><Typography.Text code copyable>{agreement.frozen?.document ?? ""}</Typography.Text></dd>
        </dl>
        <p>
          <Button icon={<SafetyCertificateFilled />} href={resourceUrl(`/agreements/${agreement.id}/evidence`)} download={`${agreement.number}-evidence.zip`} disabled={!agreement.archive}>
            {t("receipt-evidence")}
          </Button>
          <Button type="link" href={resourceUrl(`/agreements/${agreement.id}/certificate`)} target="_blank" disabled={!agreement.archive} data-testid="certificate">
            {t("receipt-certificate")}
          </Button>
          <Link to={paths.verify()} className={styles.receiptVerify}>{t("receipt-check")}</Link>
        </p>
        <small className="yq-muted">{t("receipt-verify")}</small>
      </div>
    </section>
  );
}
