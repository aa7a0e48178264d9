import { CheckCircleFilled, ClockCircleOutlined, FilePdfOutlined, LockFilled } from "@ant-design/icons";
import { Link } from "react-router";

import { resourceUrl } from "@/api/client";
import { useMe } from "@/api/session";
import { placeOf } from "@/api/signingOrder";
import { signingParties } from "@/api/signingParties";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { dirOf } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import styles from "./negotiation.module.css";

interface Props {
  agreement: Agreement;
  index: number;
  onView: (index: number) => void;
}

/** Title in both languages, number and kind, the versions, who approved which, and the frozen text's digest. */
export function AgreementHead({ agreement, index, onView }: Props) {
  const t = useT();
  const format = useFormat();
  return (
    <header className={styles.sheetHead}>
      <div className={styles.numbers}>
        <span>{agreement.number}</span>
        <span>{t(`agreement-kind-${agreement.kind}`)}</span>
        {agreement.amount && (
          <span className="yq-number" title={format.exactMoney(agreement.amount)}>
            {format.money(agreement.amount)}
          </span>
        )}
        <VersionChoice agreement={agreement} index={index} onView={onView} />
      </div>
      {agreement.languages.map((language) => (
        <h2 key={language} lang={language} dir={dirOf(language)}>
          {agreement.title[language]}
        </h2>
      ))}
      {agreement.frozen ? <Frozen agreement={agreement} /> : <Approvals agreement={agreement} />}
    </header>
  );
}

function VersionChoice({ agreement, index, onView }: Props) {
  const t = useT();
  const format = useFormat();
  const name = useNames(agreement);
  return (
    <select
      className={styles.versions}
      value={index}
      aria-label={t("negotiation-versions")}
      onChange={({ target }) => { onView(Number(target.value)); }}
    >
      {agreement.versions.map((version, at) => (
        <option key={version.version} value={at}>
          {t("negotiation-version", { version: version.version, party: name(version.by), at: format.dateTime(version.at) })}
        </option>
      ))}
    </select>
  );
}

function Approvals({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const name = useNames(agreement);
  const approved = agreement.versions.at(-1)?.approved_by ?? [];
  return (
    <ul className={styles.approvals}>
      {signingParties(agreement).map((party) => (
        <li key={party} data-party={agreement.parties.indexOf(party)}>
          {approved.includes(party) ? <CheckCircleFilled aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}
          {t(approved.includes(party) ? "negotiation-party-approved" : "negotiation-party-waiting", { party: name(party) })}
        </li>
      ))}
    </ul>
  );
}

function Frozen({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const me = useMe().person.id;
  const signs = placeOf(agreement, me)?.state === "waiting";
  return (
    <div className={styles.frozen} data-testid="frozen">
      <LockFilled aria-hidden="true" />
      <div>
        <b>{t(agreement.state === "signed" ? "negotiation-signed" : "negotiation-frozen", { version: agreement.frozen?.version ?? 0 })}</b>
        <code title={t("negotiation-digest")}>SHA-256 {agreement.document}</code>
      </div>
      <a href={resourceUrl(`/agreements/${agreement.id}/document`)} target="_blank" rel="noreferrer">
        <FilePdfOutlined aria-hidden="true" /> {t("negotiation-open-pdf")}
      </a>
      {signs && agreement.state !== "signed" && <Link to={paths.signing(agreement.id)}>{t("negotiation-go-sign")}</Link>}
    </div>
  );
}
