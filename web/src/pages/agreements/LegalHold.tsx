import { LockFilled } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { useRole } from "@/api/session";
import type { Agreement } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { PersonName } from "@/ui/names";
import { Moment } from "@/ui/values";

/** Whether its recordings are kept beyond their time, and the way to see to that for those who may. */
export function LegalHold({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const may = useRole("province_officer");
  const hold = agreement.legal_hold;
  return (
    <>
      {hold ? (
        <span data-testid="legal-hold">
          <LockFilled aria-hidden="true" /> {t("hold-since")} <Moment at={hold.since} />, <PersonName id={hold.by} />: {hold.reason}
        </span>
      ) : (
        <span className="yq-muted">{t("hold-none")}</span>
      )}
      {may && (
        <>
          {" "}
          <Button size="small" className="yq-no-print" onClick={() => setAsking(true)} data-testid="change-hold">{t(hold ? "hold-lift" : "hold-put")}</Button>
        </>
      )}
      {asking && <Change agreement={agreement} close={() => setAsking(false)} />}
    </>
  );
}

function Change({ agreement, close }: { agreement: Agreement; close: () => void }) {
  const t = useT();
  const held = Boolean(agreement.legal_hold);
  const change = useCommand<{ reason: string }>({
    run: (fields, key) =>
      held ? post(`/agreements/${agreement.id}/legal-hold/end`, fields, key) : post(`/agreements/${agreement.id}/legal-hold`, fields, key),
    stale: [["agreements"]],
    done: t(held ? "hold-lifted" : "hold-done"),
    onDone: close,
  });
  return (
    <FormModal<{ reason: string }> title={t(held ? "hold-lift" : "hold-put")} ok={t(held ? "hold-lift" : "hold-put")} pending={change.isPending} send={(fields) => change.mutate(fields)} close={close}>
      <Form.Item name="reason" label={t("hold-reason")} extra={t(held ? "hold-lift-note" : "hold-note")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </FormModal>
  );
}
