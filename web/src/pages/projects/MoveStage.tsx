import { Alert, Form, Input, Select } from "antd";
import { post } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import { type Project, type Stage, stages } from "@/api/types";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";

interface Fields {
  to: Stage;
  reason?: string;
  evidence?: string;
}

const evidenceKind: Partial<Record<Stage, string>> = { performing: "registration", construction: "construction_start", operating: "production" };

/** Moving a project to another stage; from S8 on with evidence. S7 follows from a signed contract alone. */
export function MoveStage({ project, close }: { project: Project; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Fields>();
  const to = Form.useWatch("to", form);
  const here = stages.indexOf(project.stage);
  const choices = stages.filter((s) => s !== "signed" && s !== project.stage && (here < 6 || stages.indexOf(s) > here));
  const needsReason = to !== undefined && stages.indexOf(to) !== here + 1;
  const kind = to && evidenceKind[to];
  const move = useCommand<Fields>({
    run: (fields, key) =>
      post(`/projects/${project.id}/stage`, { to: fields.to, reason: fields.reason ?? "", ...(kind ? { evidence: { kind, reference: fields.evidence } } : {}) }, key),
    stale: [["projects"]],
    done: t("stage-moved"),
    onDone: close,
  });
  return (
    <FormModal<Fields> title={t("stage-move")} ok={t("stage-move-do")} form={form} pending={move.isPending} send={move.mutate} close={close}>
      {here === 5 && <Alert type="info" showIcon title={t("stage-signed-note")} style={{ marginBlockEnd: 12 }} />}
      <Form.Item name="to" label={t("stage-to")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select options={choices.map((s) => ({ value: s, label: `S${stages.indexOf(s) + 1} ${t(`stage-${s}`)}` }))} />
      </Form.Item>
      {kind && (
        <Form.Item name="evidence" label={t(`evidence-${kind}`)} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
          <Input />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t("stage-reason")} rules={[{ required: needsReason, whitespace: true, message: t("stage-reason-needed") }]}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </FormModal>
  );
}
