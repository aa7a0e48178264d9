import { Input, Modal } from "antd";
import { useState } from "react";

import { post } from "@/api/client";
import type { Agreement } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import styles from "./signing.module.css";

/** The way not to sign: with a reason, on record. */
export function Decline({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const decline = useCommand<string>({
    run: (why, key) => post(`/agreements/${agreement.id}/decline`, { reason: why }, key),
    stale: [["agreements"], ["ceremonies"]],
    onDone: () => { setOpen(false); },
  });
  if (agreement.state !== "signing") return null;
  return (
    <>
      <button type="button" className={styles.decline} onClick={() => { setOpen(true); }}>
        {t("signing-decline")}
      </button>
      <Modal
        open={open}
        title={t("signing-decline-question")}
        okText={t("signing-decline")}
        cancelText={t("rooms-cancel")}
        okButtonProps={{ danger: true, disabled: !reason.trim(), loading: decline.isPending }}
        onOk={() => { decline.mutate(reason.trim()); }}
        onCancel={() => { setOpen(false); }}
      >
        <p>{t("signing-decline-consequence")}</p>
        <Input.TextArea rows={3} value={reason} aria-label={t("signing-decline-reason")} placeholder={t("signing-decline-reason")} onChange={({ target }) => { setReason(target.value); }} />
      </Modal>
    </>
  );
}
