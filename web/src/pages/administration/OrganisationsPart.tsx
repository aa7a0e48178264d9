import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { useCountryName, useRegionName } from "@/api/directory";
import { everything, organisationsQuery, regionsQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import { type LocalizedText, type Organisation, type OrganisationKind, organisationKinds } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { type Column, RecordTable } from "@/ui/list/RecordTable";
import { useListParams } from "@/ui/list/useListParams";
import { LocalizedFields } from "@/ui/LocalizedInput";

interface Fields {
  kind: OrganisationKind;
  name: LocalizedText;
  country: string;
  region?: string;
  uscc?: string;
  lei?: string;
}

/** Registering an organisation. */
function Register({ close }: { close: () => void }) {
  const t = useT();
  const pick = usePick();
  const regions = useQuery(regionsQuery).data ?? [];
  const register = useCommand<Fields>({
    run: (fields, key) => post("/organisations", Object.fromEntries(Object.entries(fields).filter(([, value]) => value)), key),
    stale: [["organisations"]],
    done: t("saved"),
    onDone: close,
  });
  return (
    <FormModal<Fields> title={t("organisation-new")} ok={t("save")} pending={register.isPending} initial={{ kind: "firm", country: "CN" }} send={register.mutate} close={close}>
      <Form.Item name="kind" label={t("organisation-kind")}><Select options={organisationKinds.map((kind) => ({ value: kind, label: t(`organisation-kind-${kind}`) }))} /></Form.Item>
      <LocalizedFields name="name" label={t("organisation-name")} />
      <Form.Item name="country" label={t("organisation-country")} rules={[{ required: true, pattern: /^[A-Z]{2}$/, message: t("organisation-country-needed") }]} normalize={(value: string) => value.toUpperCase()}><Input maxLength={2} /></Form.Item>
      <Form.Item name="region" label={t("project-region")}><Select allowClear showSearch={{ optionFilterProp: "label" }} options={regions.map((r) => ({ value: r.code, label: pick(r.name) }))} /></Form.Item>
      <Form.Item name="uscc" label={t("organisation-uscc")}><Input maxLength={18} /></Form.Item>
      <Form.Item name="lei" label={t("organisation-lei")}><Input maxLength={20} /></Form.Item>
    </FormModal>
  );
}

/** The registered organisations. */
export function OrganisationsPart() {
  const t = useT();
  const pick = usePick();
  const country = useCountryName();
  const region = useRegionName();
  const params = useListParams([]);
  const rows = useQuery(organisationsQuery(params.query));
  const [open, setOpen] = useState(false);
  const columns: Column<Organisation>[] = [
    { key: "name", title: t("organisation-name"), render: (o) => pick(o.name), plain: (o) => pick(o.name) },
    { key: "kind", title: t("organisation-kind"), render: (o) => t(`organisation-kind-${o.kind}`), plain: (o) => t(`organisation-kind-${o.kind}`) },
    { key: "country", title: t("organisation-country"), render: (o) => country(o.country), plain: (o) => o.country },
    { key: "region", title: t("project-region"), render: (o) => region(o.region) || "–", plain: (o) => region(o.region) },
    { key: "uscc", title: t("organisation-uscc"), hidden: true, render: (o) => o.uscc ?? "–", plain: (o) => o.uscc ?? "" },
    { key: "lei", title: t("organisation-lei"), hidden: true, render: (o) => o.lei ?? "–", plain: (o) => o.lei ?? "" },
  ];
  return (
    <>
      <RecordTable
        name={t("admin-organisations")}
        rows={rows}
        columns={columns}
        params={params}
        empty={t("organisations-empty")}
        filters={<Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>{t("organisation-new")}</Button>}
        everything={() => everything<Organisation>("/organisations", { ...params.query, page: 1 })}
      />
      {open && <Register close={() => setOpen(false)} />}
    </>
  );
}
