import { Form, Input, Radio } from "antd";
import { post } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import { type FileReference, type Interest, type InterestKind, interestKinds } from "@/api/types";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { Uploads } from "@/ui/Uploads";

interface Fields {
  kind: InterestKind;
  message: string;
  files?: FileReference[];
}

interface Props {
  project: string;
  /** The pitch being watched, when it arises in a hall. */
  pitch?: string;
  close: () => void;
  sent?: (interest: Interest) => void;
}

/** Expressing interest: three fields and files, sent in fifteen seconds. */
export function ExpressInterest({ project, pitch, close, sent }: Props) {
  const t = useT();
  const send = useCommand<Fields, Interest>({
    run: ({ files, ...fields }, key) => post(`/projects/${project}/interests`, { ...fields, attachments: files ?? [], ...(pitch ? { pitch } : {}) }, key),
    stale: [["interests"], ["projects"]],
    done: t("interest-sent"),
    onDone: (interest) => {
      sent?.(interest);
      close();
    },
  });
  return (
    <FormModal<Fields> title={t("interest-express")} ok={t("interest-send")} pending={send.isPending} initial={{ kind: "information", message: "" }} send={send.mutate} close={close}>
      <Form.Item name="kind" label={t("interest-kind")}>
        <Radio.Group options={interestKinds.map((kind) => ({ value: kind, label: t(`interest-kind-${kind}`) }))} />
      </Form.Item>
      <Form.Item name="message" label={t("interest-message")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input.TextArea rows={4} maxLength={2000} showCount autoFocus />
      </Form.Item>
      <Form.Item name="files" label={t("interest-attach")}>
        <Uploads />
      </Form.Item>
      <small className="yq-muted">{t("interest-clock-note")}</small>
    </FormModal>
  );
}
