import { Button, Drawer } from "antd";
import { useState } from "react";
import { put } from "@/api/client";
import type { Agreement, UploadedText } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { PlacedPdf } from "./PlacedPdf";
import { usePlacing } from "./usePlacing";

/** A firm's own PDF instead of the template: cleaned, looked at, with a place for each signatory, proposed. */
export function UploadText({ agreement, close }: { agreement: Agreement; close: () => void }) {
  const t = useT();
  const name = useNames(agreement);
  const placing = usePlacing(agreement.signatories);
  const [base] = useState(agreement.versions.at(-1)?.version ?? 0);
  const propose = useCommand<UploadedText>({
    run: (text, key) => put(`/agreements/${agreement.id}/text`, { based_on: base, upload: text }, key),
    stale: [["agreements"]],
    done: t("upload-proposed"),
    onDone: close,
  });
  const nameOf = (id: string) => name(agreement.signatories.find((signatory) => signatory.id === id)?.person ?? "");
  const text = placing.placed?.text;
  const submit = <Button type="primary" disabled={!text} loading={propose.isPending} onClick={() => { if (text) propose.mutate(text); }}>{t("upload-propose")}</Button>;
  return (
    <Drawer open size={900} title={t("upload-title")} onClose={close} mask={{ closable: false }} extra={submit}>
      <PlacedPdf {...placing} nameOf={nameOf} />
    </Drawer>
  );
}
