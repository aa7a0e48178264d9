import { StopOutlined } from "@ant-design/icons";
import { Input, Modal } from "antd";
import { useState } from "react";

import { post } from "@/api/client";
import type { Act } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import parts from "@/rooms/parts/parts.module.css";

/** Takes an act off the run of show, with a reason on record. */
export function Pull({ act }: { act: Act }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const pull = useCommand<string>({
    run: (why, key) => post(`/acts/${act.id}/transition`, { to: "pulled", reason: why }, key),
    stale: [["ceremonies"]],
    done: t("console-pulled"),
    onDone: () => {
      setOpen(false);
    },
  });
  return (
    <>
      <button type="button" className={`${parts.tool ?? ""} ${parts.danger ?? ""}`} onClick={() => { setOpen(true); }}>
        <StopOutlined /> {t("console-pull")}
      </button>
      <Modal
        open={open}
        title={t("console-pull-question")}
        okText={t("console-pull")}
        cancelText={t("rooms-cancel")}
        okButtonProps={{ danger: true, disabled: !reason.trim(), loading: pull.isPending }}
        onOk={() => { pull.mutate(reason.trim()); }}
        onCancel={() => { setOpen(false); }}
      >
        <p>{t("console-pull-consequence")}</p>
        <Input.TextArea rows={3} value={reason} aria-label={t("console-pull-reason")} placeholder={t("console-pull-reason")} onChange={({ target }) => { setReason(target.value); }} />
      </Modal>
    </>
  );
}
