import { CheckCircleFilled, HourglassOutlined, LockOutlined } from "@ant-design/icons";
import { Select } from "antd";
import { useState } from "react";
import { signingParties } from "@/api/signingParties";
import type { Agreement, TextVersion } from "@/api/types";
import { dirOf } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import { Mark } from "@/ui/Mark";
import { OrganisationName, PersonName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Moment } from "@/ui/values";
import styles from "./Agreements.module.css";
import { UploadedVersion } from "./upload/UploadedVersion";

function Approvals({ agreement, version }: { agreement: Agreement; version: TextVersion }) {
  const t = useT();
  return (
    <ul className={styles.approvals} aria-label={t("agreement-approvals")}>
      {signingParties(agreement).map((party) => {
        const approved = version.approved_by.includes(party);
        return (
          <li key={party} data-done={approved || undefined}>
            {approved ? <CheckCircleFilled aria-hidden="true" /> : <HourglassOutlined aria-hidden="true" />} <OrganisationName id={party} />: {t(approved ? "agreement-has-approved" : "agreement-not-approved")}
          </li>
        );
      })}
    </ul>
  );
}

function Clauses({ version, languages }: { version: TextVersion; languages: string[] }) {
  return (
    <div className={styles.paper}>
      {version.clauses.map((clause, index) => (
        <div key={index} className={styles.clause}>
          {languages.map((code) => (
            <div key={code} lang={code} dir={dirOf(code)}>
              <h3 className="yq-serif">{index + 1}. {clause.heading[code]}</h3>
              <p>{clause.body[code]}</p>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The text, version by version, its two languages side by side. */
export function AgreementText({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const latest = agreement.frozen?.version ?? agreement.versions.at(-1)?.version;
  const [chosen, choose] = useState<number | undefined>();
  const version = agreement.versions.find((v) => v.version === (chosen ?? latest));
  if (!version) return null;
  const frozen = agreement.frozen?.version === version.version;
  return (
    <Section
      title={t("agreement-text")}
      extra={
        <Select
          className="yq-no-print"
          aria-label={t("agreement-version")}
          value={version.version}
          onChange={choose}
          options={agreement.versions.map((v) => ({ value: v.version, label: t("agreement-version-number", { version: v.version }) }))}
        />
      }
    >
      <p className="yq-muted">
        {frozen && <><Mark tone="jade" icon={<LockOutlined />}>{t("agreement-frozen")}</Mark> </>}
        <OrganisationName id={version.by} /> · <PersonName id={version.person} /> · <Moment at={version.at} />
      </p>
      <Approvals agreement={agreement} version={version} />
      {version.upload ? <UploadedVersion agreement={agreement} version={version} /> : <Clauses version={version} languages={agreement.languages} />}
    </Section>
  );
}
