import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, Radio, Select } from "antd";
import { useNavigate } from "react-router";
import { freshKey, post } from "@/api/client";
import { useCurrentFair } from "@/api/directory";
import { organisationsQuery, peopleQuery, projectsQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import { type Agreement, type AgreementKind, type Clause, type LocalizedText, type Money, agreementKinds } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { MoneyInput } from "@/ui/MoneyInput";
import { SIGNATORY_CAPACITY } from "../negotiation/template";

interface Fields {
  project: string;
  number: string;
  kind: AgreementKind;
  title: LocalizedText;
  parties: string[];
  signatories: { id?: string; person: string; organisation: string; capacity?: LocalizedText }[];
  amount?: Money | null;
  foreign?: Money | null;
  clauses: Clause[];
}

function Signatories({ parties }: { parties: { value: string; label: string }[] }) {
  const t = useT();
  const pick = usePick();
  const people = useQuery(peopleQuery({ per_page: 200 })).data?.items ?? [];
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <Form.List name="signatories" initialValue={[{}, {}]}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} style={{ display: "grid", gridTemplateColumns: "1fr 1fr auto", gap: 8 }}>
              <Form.Item name={[name, "person"]} label={t("draft-signatory", { number: name + 1 })} rules={needed}>
                <Select showSearch={{ optionFilterProp: "label" }} options={people.map((p) => ({ value: p.id, label: pick(p.name) }))} />
              </Form.Item>
              <Form.Item name={[name, "organisation"]} label={t("draft-signs-for")} rules={needed}>
                <Select options={parties} />
              </Form.Item>
              <Button type="text" style={{ alignSelf: "center" }} icon={<MinusCircleOutlined />} aria-label={t("remove")} onClick={() => remove(name)} />
            </div>
          ))}
          <Button block type="dashed" icon={<PlusOutlined />} style={{ marginBlockEnd: 20 }} onClick={() => add({})}>{t("draft-add-signatory")}</Button>
        </>
      )}
    </Form.List>
  );
}

function Clauses() {
  const t = useT();
  return (
    <Form.List name="clauses" initialValue={[{}]}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset key={key} style={{ border: "1px solid var(--yq-line)", borderRadius: 8, marginBlockEnd: 12 }}>
              <legend>
                {t("draft-clause", { number: name + 1 })} <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={t("remove")} onClick={() => remove(name)} />
              </legend>
              {["zh", "en"].map((code) => (
                <div key={code}>
                  <Form.Item name={[name, "heading", code]} label={`${t("draft-heading")} (${t(`language-${code}`)})`} rules={[{ required: true, message: t("field-needed") }]}><Input lang={code} /></Form.Item>
                  <Form.Item name={[name, "body", code]} label={`${t("draft-body")} (${t(`language-${code}`)})`} rules={[{ required: true, message: t("field-needed") }]}><Input.TextArea lang={code} autoSize={{ minRows: 2 }} /></Form.Item>
                </div>
              ))}
            </fieldset>
          ))}
          <Button block type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>{t("draft-add-clause")}</Button>
        </>
      )}
    </Form.List>
  );
}

/** Drafting an agreement: what, who, how much, and the first version of its text in both languages. */
export function DraftAgreement({ project, close }: { project?: string; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const navigate = useNavigate();
  const { fair } = useCurrentFair();
  const [form] = Form.useForm<Fields>();
  const parties = Form.useWatch("parties", form) ?? [];
  const kind = Form.useWatch("kind", form);
  const projects = useQuery(projectsQuery({ per_page: 200 })).data?.items ?? [];
  const organisations = useQuery(organisationsQuery({ per_page: 200 })).data?.items ?? [];
  const named = organisations.map((o) => ({ value: o.id, label: pick(o.name) }));
  const draft = useCommand<Fields, Agreement>({
    run: (fields, key) =>
      post("/agreements", {
        ...fields,
        fair: fair?.id,
        languages: ["zh", "en"],
        amount: fields.amount ?? null,
      }, key),
    stale: [["agreements"], ["projects"]],
    done: t("draft-done"),
    onDone: (agreement) => void navigate(paths.agreement(agreement.id)),
  });
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <Drawer open size={680} title={t("draft-title")} onClose={close} extra={<Button type="primary" loading={draft.isPending} onClick={form.submit}>{t("draft-submit")}</Button>}>
      <Form form={form} layout="vertical" onFinish={(fields) => draft.mutate({ ...fields, signatories: fields.signatories.map((signatory) => ({ id: freshKey(), capacity: SIGNATORY_CAPACITY, ...signatory })) })} initialValues={{ kind: "contract", project }}>
        <Form.Item name="project" label={t("agreement-project")} rules={needed}>
          <Select showSearch={{ optionFilterProp: "label" }} options={projects.map((p) => ({ value: p.id, label: pick(p.title) }))} />
        </Form.Item>
        <Form.Item name="kind" label={t("agreement-kind")} extra={kind !== "contract" && t("agreement-not-counted")}>
          <Radio.Group optionType="button" options={agreementKinds.map((k) => ({ value: k, label: t(`agreement-kind-${k}`) }))} />
        </Form.Item>
        <Form.Item name="number" label={t("agreement-number")} rules={needed}><Input /></Form.Item>
        <LocalizedFields name="title" label={t("agreement-title")} />
        <Form.Item name="parties" label={t("agreement-parties")} rules={[{ required: true, type: "array", min: 2, message: t("draft-two-parties") }]}>
          <Select mode="multiple" options={named} showSearch={{ optionFilterProp: "label" }} />
        </Form.Item>
        <Signatories parties={named.filter((o) => parties.includes(o.value))} />
        <Form.Item name="amount" label={t("ledger-agreed")}><MoneyInput /></Form.Item>
        <Form.Item name="foreign" label={t("ledger-contracted_foreign")}><MoneyInput /></Form.Item>
        <Clauses />
      </Form>
    </Drawer>
  );
}
