import { useQuery } from "@tanstack/react-query";
import { Alert, Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { agreementQuery } from "@/api/records";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName, ProjectTitle } from "@/ui/names";
import { Facts, PageHeader, Section } from "@/ui/PageHeader";
import { ProblemPage } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { Amount, Moment } from "@/ui/values";
import { AgreementActions } from "./AgreementActions";
import { AgreementText } from "./AgreementText";
import { Chain } from "./Chain";
import { Deadline } from "./Deadline";
import { End } from "./End";
import { KindTag } from "./KindTag";
import { LegalHold } from "./LegalHold";
import { Receipt } from "./Receipt";
import { Receipts } from "./Receipts";
import { Recorded } from "./Recorded";
import { Signatures } from "./Signatures";

function Shown({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const pick = usePick();
  return (
    <>
      <PageHeader
        serif
        title={pick(agreement.title, agreement.languages)}
        kicker={
          <>
            <KindTag kind={agreement.kind} />
            <span className="yq-number">{agreement.number}</span>
            <Status of="agreement-state" state={agreement.holding === "in_force" ? agreement.state : agreement.holding} />
          </>
        }
        actions={<AgreementActions agreement={agreement} />}
      />
      <End agreement={agreement} />
      {agreement.follows && agreement.follows.relation !== "expansion" && <Alert type="info" showIcon style={{ marginBlockEnd: 16 }} title={t("chain-not-counted")} />}
      {agreement.kind !== "contract" && <Alert type="info" showIcon style={{ marginBlockEnd: 16 }} title={t("agreement-not-counted")} />}
      <Section title={t("agreement-parties")}>
        <Facts
          facts={[
            ...agreement.parties.map((party, index): [string, React.ReactNode] => [t("agreement-party", { number: index + 1 }), <OrganisationName id={party} />]),
            [t("agreement-project"), <Link to={paths.project(agreement.project)}><ProjectTitle id={agreement.project} /></Link>],
            [t("ledger-agreed"), <Amount money={agreement.amount} />],
            [t("ledger-contracted_foreign"), <Amount money={agreement.foreign} />],
            [t("agreement-drafted-at"), <Moment at={agreement.drafted_at} />],
            [t("deadline-label"), <Deadline agreement={agreement} />],
            [t("hold-label"), <LegalHold agreement={agreement} />],
          ]}
        />
      </Section>
      <Signatures agreement={agreement} />
      {agreement.state === "signed" && <Receipt agreement={agreement} />}
      {agreement.frozen && <Receipts agreement={agreement} />}
      <Recorded agreement={agreement} />
      <Chain agreement={agreement} />
      <AgreementText agreement={agreement} />
    </>
  );
}

/** One agreement: parties, text, approvals, signatures, receipt. */
export default function AgreementPage() {
  const { id = "" } = useParams();
  const agreement = useQuery(agreementQuery(id));
  if (agreement.isPending) return <Skeleton active paragraph={{ rows: 12 }} />;
  if (agreement.isError) return <ProblemPage error={agreement.error} retry={() => void agreement.refetch()} />;
  return <Shown agreement={agreement.data} />;
}
