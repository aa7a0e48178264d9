import { Form, Input, Radio, Select } from "antd";
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

/** Entering a project: what it is, whose, from where, how much. */
export function ProposeProject({ close }: { close: () => void }) {
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
    run: (draft, key) => post("/projects", { fair: fair?.id, agent, ...draft }, key),
    stale: [["projects"]],
    done: t("propose-done"),
    onDone: (project) => void navigate(paths.project(project.id)),
  });
  return (
    <FormDrawer<Draft> title={t("propose-title")} ok={t("propose-submit")} pending={propose.isPending} initial={{ side: agent ? "offer" : "demand", ...(agent ? {} : { owner: own?.organisation_id, country: "CN" }) }} send={propose.mutate} close={close}>
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
        <Select showSearch={{ optionFilterProp: "label" }} options={organisations.map((o) => ({ value: o.id, label: pick(o.name) }))} />
      </Form.Item>
      <Form.Item name="region" label={t("project-region")}>
        <Select allowClear showSearch={{ optionFilterProp: "label" }} options={regions.map((r) => ({ value: r.code, label: pick(r.name) }))} />
      </Form.Item>
      <Form.Item name="amount" label={t("project-amount")}>
        <MoneyInput />
      </Form.Item>
      <Form.Item name="documents" label={t("project-documents")}>
        <Uploads />
      </Form.Item>
    </FormDrawer>
  );
}
