import { useQuery } from "@tanstack/react-query";
import { Alert, Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { freshKey, post } from "@/api/client";
import { useCurrentFair } from "@/api/directory";
import { organisationsQuery, projectsQuery } from "@/api/records";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import { type Agreement, type AgreementKind, type Project, type Relation, agreementKinds } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormDrawer } from "@/ui/FormDrawer";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { MoneyInput } from "@/ui/MoneyInput";
import { templateClauses, templateTitle } from "../negotiation/template";
import { ClauseFields } from "./ClauseFields";
import { DeadlineField } from "./Deadline";
import { OrderFields } from "./OrderFields";
import { SignatoryFields, unnamedSignatory } from "./SignatoryFields";
import { type DraftFields, type FirstAgreement, draftOf } from "./draft";

/** Relations that stay on the first one's project and kind. */
const fixed = new Set<Relation>(["amendment", "termination", "force_majeure"]);

/** One place to sign for each party, two before any is chosen. */
function placesOf(parties: string[]) {
  return parties.length > 0 ? parties.map((party) => unnamedSignatory(party)) : [unnamedSignatory(), unnamedSignatory()];
}

/** What a later agreement has of the first one; whose the tranche or the successor is, its own project says. */
function fieldsAfter({ first, relation }: FirstAgreement, own: string | undefined) {
  const { parties, kind, title } = first;
  const notifies = own && parties.includes(own) ? [own] : parties.slice(0, 1);
  const same = relation === "expansion" || relation === "owner_change" ? {} : { project: first.project };
  return { ...same, kind, title, parties, signatories: placesOf(relation === "force_majeure" ? notifies : parties) };
}

/** What a project says about an agreement on it. */
function knownOf(project: Project, kind: AgreementKind) {
  const parties = [project.owner, project.counterpart].filter((party): party is string => !!party);
  return { project: project.id, title: templateTitle(kind, project.title), parties, signatories: placesOf(parties), ...(project.amount ? { amount: project.amount } : {}) };
}

/** The form with what follows from what is chosen in it. */
function useDraft(fixed: Project | undefined, follows: FirstAgreement | undefined) {
  const [form] = Form.useForm<DraftFields>();
  const pick = usePick();
  const projects = useQuery(projectsQuery({ per_page: 500 })).data?.items ?? [];
  const organisations = useQuery(organisationsQuery({ per_page: 500 })).data?.items ?? [];
  const id = Form.useWatch("project", form);
  const kind = Form.useWatch("kind", form) ?? "contract";
  const parties = Form.useWatch("parties", form) ?? [];
  const clauses = Form.useWatch("clauses", form) ?? [];
  const project = fixed ?? projects.find((p) => p.id === id);

  const chooseProject = (next: string) => {
    const chosen = projects.find((p) => p.id === next);
    if (chosen && !follows) form.setFieldsValue(knownOf(chosen, form.getFieldValue("kind")));
  };
  const fill = () => {
    if (!project) return;
    const names = parties.map((party) => organisations.find((o) => o.id === party)?.name ?? {});
    form.setFieldsValue({ title: templateTitle(kind, project.title), clauses: templateClauses({ kind, project: project.title, parties: names, amount: form.getFieldValue("amount") ?? null }) });
  };
  return {
    form, kind, parties, chooseProject,
    chooseParties: (chosen: string[]) => form.setFieldsValue({ signatories: placesOf(chosen) }),
    fill: project && parties.length >= 2 ? fill : undefined,
    written: clauses.some((clause) => Object.values({ ...clause?.heading, ...clause?.body }).some(Boolean)),
    projects: (fixed ? [fixed] : projects).map((p) => ({ value: p.id, label: pick(p.title) })),
    organisations: organisations.map((o) => ({ value: o.id, label: pick(o.name) })),
  };
}

/** Drafting an agreement: what, who, how much, and the first version of its text in both languages. */
export function DraftAgreement({ project, follows, close }: { project?: Project; follows?: FirstAgreement; close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const { fair } = useCurrentFair();
  const draft = useDraft(project, follows);
  const own = useMe().active_membership?.organisation_id;
  // The same places keep their ids while the same draft is tried again.
  const [ids] = useState(() => Array.from({ length: 20 }, freshKey));
  const send = useCommand<object, Agreement>({
    run: (fields, key) => post("/agreements", { ...fields, fair: follows?.first.fair ?? fair?.id, languages: follows?.first.languages ?? ["zh", "en"] }, key),
    stale: [["agreements"], ["projects"]],
    done: t("draft-done"),
    onDone: (agreement) => void navigate(paths.agreement(agreement.id)),
  });
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <FormDrawer<DraftFields>
      size={760}
      title={follows ? t(`relation-${follows.relation}`) : t("draft-title")}
      ok={t("draft-submit")}
      form={draft.form}
      pending={send.isPending}
      initial={Object.assign({ kind: "contract", signatories: placesOf([]), clauses: [{}] }, project && knownOf(project, "contract"), follows && fieldsAfter(follows, own))}
      send={(fields) => send.mutate(draftOf(fields, ids, follows))}
      close={close}
    >
      {follows && <Alert type="info" showIcon style={{ marginBlockEnd: 16 }} title={t(`relation-${follows.relation}-note`, { number: follows.first.number })} />}
      <Form.Item name="project" label={t("agreement-project")} rules={needed}>
        <Select disabled={project !== undefined || (follows !== undefined && fixed.has(follows.relation))} showSearch={{ optionFilterProp: "label" }} options={draft.projects} onChange={draft.chooseProject} />
      </Form.Item>
      <Form.Item name="kind" label={t("agreement-kind")} extra={draft.kind !== "contract" && t("agreement-not-counted")}>
        <Radio.Group optionType="button" disabled={follows !== undefined && fixed.has(follows.relation)} options={agreementKinds.map((k) => ({ value: k, label: t(`agreement-kind-${k}`) }))} />
      </Form.Item>
      <Form.Item name="number" label={t("agreement-number")} rules={needed}><Input maxLength={64} /></Form.Item>
      <Form.Item name="parties" label={t("agreement-parties")} rules={[{ required: true, type: "array", min: 2, message: t("draft-two-parties") }]}>
        <Select mode="multiple" options={draft.organisations} showSearch={{ optionFilterProp: "label" }} onChange={draft.chooseParties} />
      </Form.Item>
      <SignatoryFields parties={draft.organisations.filter((o) => draft.parties.includes(o.value))} organisations={draft.organisations} />
      <OrderFields />
      <DeadlineField />
      <Form.Item name="amount" label={t("ledger-agreed")}><MoneyInput /></Form.Item>
      <Form.Item name="foreign" label={t("ledger-contracted_foreign")}><MoneyInput /></Form.Item>
      <LocalizedFields name="title" label={t("agreement-title")} />
      <ClauseFields fill={draft.fill} written={draft.written} />
    </FormDrawer>
  );
}
