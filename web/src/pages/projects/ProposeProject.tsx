import { Alert, Form, Input, Radio, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { post } from "@/api/client";
import { useCountryName, useCurrentFair } from "@/api/directory";
import { organisationsQuery, regionsQuery } from "@/api/records";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { FileReference, LocalizedText, Money, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormDrawer } from "@/ui/FormDrawer";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { MoneyInput } from "@/ui/MoneyInput";
import { Uploads } from "@/ui/Uploads";

const countries = ["CN", "DE", "BE", "NL", "CZ", "FR", "GB", "US", "CA", "JP", "KR", "SG", "AU", "NZ", "CH", "IT", "ES", "AT", "PL", "SE", "RU", "AE", "HK", "TW"];

interface Draft {
  side: "offer" | "demand";
  title: LocalizedText;
  summary: LocalizedText;
  industry: string;
  product: string;
  country: string;
  owner: string;
  region?: string;
  amount?: Money | null;
  documents?: FileReference[];
}

/** The signed project that another one comes from: it expands it (增资), or takes its place under another owner (更换业主). */
export interface Kin {
  of: Project;
  how: "tranche_of" | "succeeds";
}

/** What the form begins with; a tranche and a successor are what the first project is, and are under negotiation. */
function beginning(kin: Kin | undefined, agent: string | null, own: string): Partial<Draft> {
  if (!kin) return { side: agent ? "offer" : "demand", ...(agent ? {} : { owner: own, country: "CN" }) };
  const { side, title, summary, industry, product, country, region, owner } = kin.of;
  return { side, title, summary, industry, product, country, ...(region ? { region } : {}), ...(kin.how === "tranche_of" ? { owner } : {}) };
}

interface Props {
  kin?: Kin;
  /** Where to go on; to the project's page where nothing is said. */
  onDone?: (project: Project) => void;
  close: () => void;
}

/** Entering a project: what it is, whose, from where, how much. */
export function ProposeProject({ kin, onDone, close }: Props) {
  const t = useT();
  const pick = usePick();
  const country = useCountryName();
  const me = useMe();
  const navigate = useNavigate();
  const { fair } = useCurrentFair();
  const regions = useQuery(regionsQuery).data ?? [];
  const organisations = useQuery(organisationsQuery({ per_page: 200 })).data?.items ?? [];
  const own = me.active_membership;
  const agent = own?.role === "agent" ? own.organisation_id : null;
  const propose = useCommand<Draft, Project>({
    run: (draft, key) => post("/projects", { fair: kin?.of.fair ?? fair?.id, agent, ...draft, ...(kin ? { [kin.how]: kin.of.id, stage: "negotiating" } : {}) }, key),
    stale: [["projects"]],
    done: t("propose-done"),
    onDone: onDone ?? ((project) => void navigate(paths.project(project.id))),
  });
  return (
    <FormDrawer<Draft> title={t(kin ? `propose-${kin.how}` : "propose-title")} ok={t("propose-submit")} pending={propose.isPending} initial={beginning(kin, agent, own.organisation_id)} send={propose.mutate} close={close}>
      {kin && <Alert type="info" showIcon style={{ marginBlockEnd: 16 }} title={t(`propose-${kin.how}-note`, { title: pick(kin.of.title) })} />}
      <Form.Item name="side" label={t("project-side")}>
        <Radio.Group optionType="button" options={(["offer", "demand"] as const).map((s) => ({ value: s, label: t(`side-${s}`) }))} />
      </Form.Item>
      <LocalizedFields name="title" label={t("project-title")} />
      <LocalizedFields name="summary" label={t("project-summary")} rows={3} required={false} />
      <Form.Item name="industry" label={t("project-industry")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select options={(fair?.industries ?? []).map((i) => ({ value: i.code, label: pick(i.name) }))} />
      </Form.Item>
      <Form.Item name="product" label={t("project-product")} extra={t("project-product-help")} rules={[{ required: true, message: t("field-needed") }]}>
        <Input />
      </Form.Item>
      <Form.Item name="country" label={t("project-country")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={countries.map((c) => ({ value: c, label: country(c) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t("project-owner")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select showSearch={{ optionFilterProp: "label" }} disabled={kin?.how === "tranche_of"} options={organisations.filter((o) => kin?.how !== "succeeds" || o.id !== kin.of.owner).map((o) => ({ value: o.id, label: pick(o.name) }))} />
      </Form.Item>
      <Form.Item name="region" label={t("project-region")} rules={kin ? [{ required: true, message: t("field-needed") }] : []}>
        <Select allowClear showSearch={{ optionFilterProp: "label" }} options={regions.map((r) => ({ value: r.code, label: pick(r.name) }))} />
      </Form.Item>
      <Form.Item name="amount" label={t(kin?.how === "tranche_of" ? "propose-increment" : "project-amount")}>
        <MoneyInput />
      </Form.Item>
      <Form.Item name="documents" label={t("project-documents")}>
        <Uploads />
      </Form.Item>
    </FormDrawer>
  );
}
