import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { post } from "@/api/client";
import { useCurrentFair } from "@/api/directory";
import { peopleQuery, projectQuery } from "@/api/records";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import { type Agreement, type Project, agreementKinds } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormDrawer } from "@/ui/FormDrawer";
import { LanguagePair } from "@/ui/LanguagePair";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { MoneyInput } from "@/ui/MoneyInput";
import { type Kin, ProposeProject } from "../projects/ProposeProject";
import { ClauseFields } from "./ClauseFields";
import { DeadlineField } from "./Deadline";
import { OrderFields } from "./OrderFields";
import { SignatoryFields } from "./SignatoryFields";
import { type DraftFields, type DraftSignatory, type FirstAgreement, draftOf } from "./draft";
import { PlacedPdf } from "./upload/PlacedPdf";
import { usePlacing } from "./upload/usePlacing";
import { beginning, staysOnProject, useDraft } from "./useDraft";

/** Drafting an agreement: what, who, how much, and the first version of its text: written in its two languages, or an own PDF. */
export function DraftAgreement({ project, follows, close }: { project?: Project; follows?: FirstAgreement; close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { fair } = useCurrentFair();
  const draft = useDraft(project, follows);
  const placing = usePlacing(draft.signatories);
  const nameOf = usePlaceName(draft.signatories);
  const own = useMe().active_membership?.organisation_id;
  const send = useCommand<object, Agreement>({
    run: (fields, key) => post("/agreements", { ...fields, fair: follows?.first.fair ?? fair?.id }, key),
    stale: [["agreements"], ["projects"]],
    done: t("draft-done"),
    onDone: (agreement) => void navigate(paths.agreement(agreement.id)),
  });
  const submit = (fields: DraftFields) => {
    const upload = placing.placed?.text;
    if (fields.text === "upload" && !upload) void message.warning(t("draft-pdf-first"));
    else send.mutate(draftOf(fields, upload, follows));
  };
  const stays = follows !== undefined && staysOnProject(follows.relation);
  const [proposing, setProposing] = useState(false);
  const kin = useKin(follows);
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <>
      <FormDrawer<DraftFields>
        size={760}
        title={follows ? t(`relation-${follows.relation}`) : t("draft-title")}
        ok={t("draft-submit")}
        form={draft.form}
        pending={send.isPending}
        initial={beginning(project, follows, own)}
        send={submit}
        close={close}
      >
        {follows && <Alert type="info" showIcon style={{ marginBlockEnd: 16 }} title={t(`relation-${follows.relation}-note`, { number: follows.first.number })} />}
        <Form.Item name="project" label={t("agreement-project")} rules={needed} extra={kin && !project && <Button type="link" size="small" onClick={() => setProposing(true)} data-testid="propose-kin">{t(`propose-${kin.how}`)}</Button>}>
          <Select disabled={project !== undefined || stays} showSearch={{ optionFilterProp: "label" }} options={draft.projects} onChange={draft.chooseProject} />
        </Form.Item>
        <Form.Item name="kind" label={t("agreement-kind")} extra={draft.kind !== "contract" && t("agreement-not-counted")}>
          <Radio.Group optionType="button" disabled={stays} options={agreementKinds.map((k) => ({ value: k, label: t(`agreement-kind-${k}`) }))} />
        </Form.Item>
        <Form.Item name="number" label={t("agreement-number")} rules={needed}><Input maxLength={64} /></Form.Item>
        <Form.Item name="languages" label={t("draft-languages")} extra={t(follows ? "draft-languages-inherited" : "draft-languages-note")}>
          <LanguagePair disabled={follows !== undefined} />
        </Form.Item>
        <Form.Item name="parties" label={t("agreement-parties")} rules={[{ required: true, type: "array", min: 2, message: t("draft-two-parties") }]}>
          <Select mode="multiple" options={draft.organisations} showSearch={{ optionFilterProp: "label" }} onChange={draft.chooseParties} />
        </Form.Item>
        <SignatoryFields languages={draft.languages} parties={draft.organisations.filter((o) => draft.parties.includes(o.value))} organisations={draft.organisations} />
        <OrderFields />
        <DeadlineField />
        <Form.Item name="amount" label={t("ledger-agreed")}><MoneyInput /></Form.Item>
        <Form.Item name="foreign" label={t("ledger-contracted_foreign")}><MoneyInput /></Form.Item>
        <LocalizedFields name="title" label={t("agreement-title")} languages={draft.languages} />
        <Form.Item name="text" label={t("agreement-text")}>
          <Radio.Group optionType="button" options={(["clauses", "upload"] as const).map((way) => ({ value: way, label: t(`draft-text-${way}`) }))} />
        </Form.Item>
        {draft.text === "upload"
          ? <PlacedPdf {...placing} nameOf={nameOf} />
          : <ClauseFields languages={draft.languages} template={draft.founds} fill={draft.fill} written={draft.written} />}
      </FormDrawer>
      {proposing && kin && <ProposeProject kin={kin} onDone={(made) => { draft.take(made); setProposing(false); }} close={() => setProposing(false)} />}
    </>
  );
}

/** As what of the first one's project another project is proposed, where a later agreement needs one. */
function useKin(follows: FirstAgreement | undefined): Kin | undefined {
  const apart = follows && !staysOnProject(follows.relation);
  const of = useQuery(projectQuery(apart ? follows.first.project : "")).data;
  return apart && of ? { of, how: follows.relation === "expansion" ? "tranche_of" : "succeeds" } : undefined;
}

/** Who signs at a place of the form: the person, or its number where nobody is chosen yet. */
function usePlaceName(signatories: DraftSignatory[]): (id: string) => string {
  const t = useT();
  const pick = usePick();
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  return (id) => {
    const index = signatories.findIndex((place) => place?.id === id);
    return pick(people.find((person) => person.id === signatories[index]?.person)?.name) || t("draft-signatory", { number: index + 1 });
  };
}
