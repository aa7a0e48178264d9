import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { agreementsQuery, everything } from "@/api/records";
import { useRole } from "@/api/session";
import { type Agreement, agreementKinds, agreementStates } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FilterSelect } from "@/ui/list/FilterSelect";
import { type Column, RecordTable } from "@/ui/list/RecordTable";
import { useListParams } from "@/ui/list/useListParams";
import { ProjectTitle } from "@/ui/names";
import { PageHeader } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Amount, Moment } from "@/ui/values";
import { DraftAgreement } from "./DraftAgreement";
import { KindTag } from "./KindTag";

function useColumns(): Column<Agreement>[] {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  return [
    { key: "title", title: t("agreement-title"), render: (a) => <bdi>{pick(a.title, a.languages)}</bdi>, plain: (a) => pick(a.title, a.languages) },
    { key: "number", title: t("agreement-number"), sort: "number", render: (a) => <span className="yq-number">{a.number}</span>, plain: (a) => a.number },
    { key: "kind", title: t("agreement-kind"), render: (a) => <KindTag kind={a.kind} />, plain: (a) => t(`agreement-kind-${a.kind}`) },
    { key: "state", title: t("agreement-state"), render: (a) => <Status of="agreement-state" state={a.state} />, plain: (a) => t(`agreement-state-${a.state}`) },
    { key: "amount", title: t("ledger-agreed"), figure: true, render: (a) => <Amount money={a.amount} />, plain: (a) => (a.amount ? format.exactMoney(a.amount) : "") },
    { key: "foreign", title: t("ledger-contracted_foreign"), figure: true, hidden: true, render: (a) => <Amount money={a.foreign} />, plain: (a) => (a.foreign ? format.exactMoney(a.foreign) : "") },
    { key: "drafted", title: t("agreement-drafted-at"), sort: "drafted_at", hidden: true, render: (a) => <Moment at={a.drafted_at} show="date" />, plain: (a) => a.drafted_at },
    { key: "project", title: t("agreement-project"), hidden: true, render: (a) => <ProjectTitle id={a.project} /> },
    { key: "signed", title: t("agreement-signed-at"), render: (a) => <Moment at={a.signed_at} show="date" />, plain: (a) => a.signed_at ?? "" },
  ];
}

/** Every agreement the viewer may see. */
export default function AgreementsPage() {
  const t = useT();
  const params = useListParams(["kind", "state"], "-drafted_at");
  const rows = useQuery(agreementsQuery(params.query));
  const [drafting, setDrafting] = useState(false);
  const mayDraft = useRole("province_officer", "city_officer", "county_officer", "firm", "agent", "principal");
  return (
    <>
      <PageHeader title={t("nav-agreements")} lead={t("agreements-lead")} actions={mayDraft && <Button type="primary" icon={<PlusOutlined />} onClick={() => setDrafting(true)}>{t("draft-title")}</Button>} />
      <RecordTable
        name={t("nav-agreements")}
        rows={rows}
        columns={useColumns()}
        params={params}
        to={(a) => paths.agreement(a.id)}
        filters={
          <>
            <FilterSelect params={params} name="kind" label={t("agreement-kind")} options={agreementKinds.map((k) => ({ value: k, label: t(`agreement-kind-${k}`) }))} />
            <FilterSelect params={params} name="state" label={t("agreement-state")} options={agreementStates.map((s) => ({ value: s, label: t(`agreement-state-${s}`) }))} />
          </>
        }
        empty={t("agreements-empty")}
        everything={() => everything<Agreement>("/agreements", { ...params.query, page: 1 })}
      />
      {drafting && <DraftAgreement close={() => setDrafting(false)} />}
    </>
  );
}
