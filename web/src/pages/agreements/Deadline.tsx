import { Button, DatePicker, Form } from "antd";
import type { Dayjs } from "dayjs";
import dayjs from "dayjs";
import { useState } from "react";
import { post } from "@/api/client";
import { useRole } from "@/api/session";
import type { Agreement } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { Moment } from "@/ui/values";

/** Until when it is to be signed, and the way to give more time for those who may. */
export function Deadline({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const may = useRole("province_officer", "city_officer", "host");
  const over = ["signed", "declined", "voided", "expired"].includes(agreement.state);
  return (
    <>
      {agreement.sign_by ? <Moment at={agreement.sign_by} /> : <span className="yq-muted">{t("deadline-none")}</span>}
      {may && !over && (
        <>
          {" "}
          <Button size="small" className="yq-no-print" onClick={() => setOpen(true)} data-testid="extend">{t(agreement.sign_by ? "deadline-extend" : "deadline-set")}</Button>
        </>
      )}
      {open && <Extend agreement={agreement} close={() => setOpen(false)} />}
    </>
  );
}

function Extend({ agreement, close }: { agreement: Agreement; close: () => void }) {
  const t = useT();
  const extend = useCommand<{ sign_by: Dayjs }>({
    run: ({ sign_by }, key) => post(`/agreements/${agreement.id}/deadline`, { sign_by: sign_by.toISOString() }, key),
    stale: [["agreements"]],
    done: t("deadline-done"),
    onDone: close,
  });
  return (
    <FormModal<{ sign_by: Dayjs }> title={t(agreement.sign_by ? "deadline-extend" : "deadline-set")} ok={t("deadline-save")} pending={extend.isPending} send={(fields) => extend.mutate(fields)} close={close}>
      <DeadlineField after={agreement.sign_by ?? undefined} required />
    </FormModal>
  );
}

/** A moment to come, after another where there is one. */
export function DeadlineField({ after, required = false }: { after?: string | undefined; required?: boolean }) {
  const t = useT();
  const first = after ? dayjs(after) : dayjs();
  return (
    <Form.Item name="sign_by" label={t("deadline-label")} extra={t(required ? "deadline-note-required" : "deadline-note")} rules={required ? [{ required: true, message: t("field-needed") }] : []}>
      <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" disabledDate={(day) => day.isBefore(first, "day")} style={{ inlineSize: "100%" }} />
    </Form.Item>
  );
}
