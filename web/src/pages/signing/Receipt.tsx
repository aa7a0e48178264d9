import { FilePdfOutlined, PrinterOutlined } from "@ant-design/icons";
import { Link } from "react-router";

import { resourceUrl } from "@/api/client";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement, Signatory } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Seal } from "@/rooms/ceremony/Seal";
import { useNames } from "@/rooms/names";
import styles from "./signing.module.css";

/** The signatory's receipt: what, when, with which key, and how far the document is. */
export function Receipt({ agreement, mine }: { agreement: Agreement; mine: Signatory }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const name = useNames(agreement);
  const standing = agreement.state === "signed" ? "signed" : mine.state === "sealed" ? "sealed" : "authorised";
  const method = mine.authorisation?.method;
  return (
    <section className={styles.receipt} role="status" data-testid="signing-receipt" data-standing={standing}>
      <Seal text="签讫" label={t("ceremony-sealed")} falls size={104} />
      <h2>{t("signing-receipt-title")}</h2>
      <p>{t(`signing-receipt-${standing}`)}</p>
      <dl>
        <dt>{t("signing-receipt-agreement")}</dt>
        <dd>
          {agreement.number} · {pick(agreement.title)}
        </dd>
        <dt>{t("signing-receipt-signatory")}</dt>
        <dd>
          {name(actingPerson(mine))} · {name(mine.organisation)}
          {mine.delegation && ` · ${t("signing-for", { name: name(mine.person) })}`}
        </dd>
        {mine.factors?.map((factor) => (
          <Factor key={factor.kind} factor={factor} by={factor.kind === "on_camera" ? name(factor.by) : ""} />
        ))}
        {mine.authorised_at && (
          <>
            <dt>{t("signing-receipt-authorised-at")}</dt>
            <dd>{format.dateTime(mine.authorised_at)}</dd>
          </>
        )}
        {method && (
          <>
            <dt>{t("signing-receipt-key")}</dt>
            <dd>{t(`signing-method-${method}`)}</dd>
          </>
        )}
        {mine.authorisation?.key && mine.authorisation.key.mode !== "managed" && (
          <Digest label={t("signing-receipt-certificate")} value={mine.authorisation.key.certificate} />
        )}
        {agreement.signed_at && (
          <>
            <dt>{t("signing-receipt-signed-at")}</dt>
            <dd>{format.dateTime(agreement.signed_at)}</dd>
          </>
        )}
        <Digest label={t("signing-receipt-text")} value={agreement.frozen?.document} />
        <Digest label={t("signing-receipt-binding")} value={mine.authorisation?.binding} />
        <Digest label={t("signing-receipt-revision")} value={mine.revision} />
        <Digest label={t("signing-receipt-document")} value={agreement.document ?? undefined} />
      </dl>
      <div className={styles.receiptActions}>
        <a href={resourceUrl(`/agreements/${agreement.id}/document`)} target="_blank" rel="noreferrer">
          <FilePdfOutlined aria-hidden="true" /> {t("negotiation-open-pdf")}
        </a>
        <Link to={`${paths.agreement(agreement.id)}#receipts`}>{t("receipts-title")}</Link>
        <button type="button" onClick={() => { window.print(); }}>
          <PrinterOutlined aria-hidden="true" /> {t("signing-receipt-print")}
        </button>
      </div>
    </section>
  );
}

function Factor({ factor, by }: { factor: NonNullable<Signatory["factors"]>[number]; by: string }) {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <dt>{t("signing-receipt-identity")}</dt>
      <dd>{t(`signing-receipt-identity-${factor.kind}`, { by, at: format.dateTime(factor.confirmed_at) })}</dd>
    </>
  );
}

function Digest({ label, value }: { label: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </>
  );
}
