import { BranchesOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { agreementQuery, agreementsQuery } from "@/api/records";
import { useRole } from "@/api/session";
import { type Agreement, type Relation, relations } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Moment } from "@/ui/values";
import { DraftAgreement } from "./DraftAgreement";
import styles from "./Agreements.module.css";

/** What this agreement follows, and what follows it. */
export function Chain({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const first = useQuery({ ...agreementQuery(agreement.follows?.agreement ?? ""), retry: false }).data;
  const later = useQuery(agreementsQuery({ follows: agreement.id, sort: "drafted_at", per_page: 100 })).data?.items ?? [];
  const mayDraft = useRole("province_officer", "city_officer", "county_officer", "firm", "agent", "principal");
  const open = agreement.state === "signed" && agreement.holding !== "terminated" && mayDraft;
  if (!agreement.follows && later.length === 0 && !open) return null;
  return (
    <Section title={t("chain-title")} extra={open && <DraftLater agreement={agreement} />}>
      {agreement.follows && (
        <>
          <p className="yq-muted">{t(`chain-is-${agreement.follows.relation}`)}</p>
          <ul className={styles.chain}>{first && <Entry agreement={first} />}</ul>
        </>
      )}
      {later.length > 0 ? (
        <>
          <p className="yq-muted">{t("chain-later")}</p>
          <ul className={styles.chain}>
            {later.map((one) => <Entry key={one.id} agreement={one} relation={one.follows?.relation} />)}
          </ul>
        </>
      ) : (
        !agreement.follows && <p className="yq-muted">{t("chain-empty")}</p>
      )}
    </Section>
  );
}

function Entry({ agreement, relation }: { agreement: Agreement; relation?: Relation | undefined }) {
  const t = useT();
  const pick = usePick();
  return (
    <li>
      <Link to={paths.agreement(agreement.id)}>
        <span className="yq-number">{agreement.number}</span> <bdi>{pick(agreement.title, agreement.languages)}</bdi>
      </Link>
      {relation && <span>{t(`relation-${relation}`)}</span>}
      <Status of="agreement-state" state={agreement.state} />
      <Moment at={agreement.signed_at ?? agreement.drafted_at} show="date" />
    </li>
  );
}

function DraftLater({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [relation, setRelation] = useState<Relation>();
  const fit = relations.filter((key) => key !== "expansion" || agreement.kind === "contract");
  const items = fit.map((key) => ({ key, label: t(`relation-${key}`), onClick: () => setRelation(key) }));
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button className="yq-no-print" icon={<BranchesOutlined />} data-testid="draft-later">{t("chain-draft")}</Button>
      </Dropdown>
      {relation && <DraftAgreement follows={{ first: agreement, relation }} close={() => setRelation(undefined)} />}
    </>
  );
}
