import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useCountryName, useCurrentFair, useIndustryName, useRegionName } from "@/api/directory";
import { everything, projectsQuery, regionsQuery } from "@/api/records";
import { useRole } from "@/api/session";
import { type Project, stages } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FilterSelect } from "@/ui/list/FilterSelect";
import { type Column, RecordTable } from "@/ui/list/RecordTable";
import { useListParams, type ListParams } from "@/ui/list/useListParams";
import { OrganisationName } from "@/ui/names";
import { PageHeader } from "@/ui/PageHeader";
import { Amount, Moment } from "@/ui/values";
import { ProposeProject } from "./ProposeProject";
import { StageTag } from "./StageTag";

function useColumns(): Column<Project>[] {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const country = useCountryName();
  const industry = useIndustryName();
  const region = useRegionName();
  return [
    { key: "title", title: t("project-title"), sort: "title", render: (p) => pick(p.title), plain: (p) => pick(p.title) },
    { key: "side", title: t("project-side"), render: (p) => t(`side-${p.side}`), plain: (p) => t(`side-${p.side}`) },
    { key: "industry", title: t("project-industry"), render: (p) => industry(p.industry), plain: (p) => industry(p.industry) },
    { key: "country", title: t("project-country"), render: (p) => country(p.country), plain: (p) => country(p.country) },
    { key: "region", title: t("project-region"), render: (p) => region(p.region) || "–", plain: (p) => region(p.region) },
    { key: "stage", title: t("project-stage"), sort: "stage", render: (p) => <StageTag stage={p.stage} />, plain: (p) => t(`stage-${p.stage}`) },
    { key: "amount", title: t("project-amount"), figure: true, render: (p) => <Amount money={p.amount} />, plain: (p) => (p.amount ? format.exactMoney(p.amount) : "") },
    { key: "owner", title: t("project-owner"), hidden: true, render: (p) => <OrganisationName id={p.owner} /> },
    { key: "agent", title: t("project-agent"), hidden: true, render: (p) => (p.agent ? <OrganisationName id={p.agent} /> : "–") },
    { key: "proposed", title: t("project-proposed"), sort: "proposed_at", hidden: true, render: (p) => <Moment at={p.proposed_at} show="date" />, plain: (p) => p.proposed_at },
  ];
}

function Filters({ params }: { params: ListParams }) {
  const t = useT();
  const pick = usePick();
  const { fair } = useCurrentFair();
  const regions = useQuery(regionsQuery).data ?? [];
  return (
    <>
      <FilterSelect params={params} name="industry" label={t("project-industry")} options={(fair?.industries ?? []).map((i) => ({ value: i.code, label: pick(i.name) }))} />
      <FilterSelect params={params} name="stage" label={t("project-stage")} options={stages.map((s, i) => ({ value: s, label: `S${i + 1} ${t(`stage-${s}`)}` }))} />
      <FilterSelect params={params} name="region" label={t("project-region")} options={regions.map((r) => ({ value: r.code, label: pick(r.name) }))} />
      <FilterSelect params={params} name="side" label={t("project-side")} options={(["offer", "demand"] as const).map((s) => ({ value: s, label: t(`side-${s}`) }))} />
    </>
  );
}

/** Every project the viewer may see. */
export default function ProjectsPage() {
  const t = useT();
  const [proposing, setProposing] = useState(false);
  const mayPropose = useRole("province_officer", "city_officer", "county_officer", "agent", "principal", "firm");
  const params = useListParams(["industry", "stage", "region", "side", "country"], "-proposed_at");
  const rows = useQuery(projectsQuery(params.query));
  return (
    <>
      <PageHeader
        title={t("nav-projects")}
        lead={t("projects-lead")}
        actions={mayPropose && <Button type="primary" icon={<PlusOutlined />} onClick={() => setProposing(true)}>{t("propose-title")}</Button>}
      />
      <RecordTable
        name={t("nav-projects")}
        rows={rows}
        columns={useColumns()}
        params={params}
        to={(p) => paths.project(p.id)}
        filters={<Filters params={params} />}
        empty={t("projects-empty")}
        everything={() => everything<Project>("/projects", { ...params.query, page: 1 })}
      />
      {proposing && <ProposeProject close={() => setProposing(false)} />}
    </>
  );
}
