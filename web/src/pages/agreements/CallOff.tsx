import { Form, Input } from "antd";
import { post } from "@/api/client";
import type { Agreement } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";

/** How an agreement comes to nothing: a signatory refuses, or a party or officer calls it off. */
export type CallingOff = "decline" | "void";

/** Refusing or voiding, with the reason that the record keeps and the others read. */
export function CallOff({ agreement, how, close }: { agreement: Agreement; how: CallingOff; close: () => void }) {
  const t = useT();
  const send = useCommand<{ reason: string }>({
    run: (fields, key) => post(`/agreements/${agreement.id}/${how}`, fields, key),
    stale: [["agreements"], ["ceremonies"]],
    done: t(`agreement-${how}-done`),
    onDone: close,
  });
  return (
    <FormModal<{ reason: string }> title={t(`agreement-${how}-ask`, { number: agreement.number })} ok={t(`agreement-${how}`)} danger pending={send.isPending} send={send.mutate} close={close}>
      <p>{t(`agreement-${how}-note`)}</p>
      <Form.Item name="reason" label={t("reason")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input.TextArea rows={3} maxLength={1000} showCount />
      </Form.Item>
    </FormModal>
  );
}
