import { FilePdfOutlined } from "@ant-design/icons";
import { Button, Drawer, Skeleton, Upload } from "antd";
import { useState } from "react";
import { put } from "@/api/client";
import type { Agreement, FieldPlace, UploadedText } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { ProblemAlert } from "@/ui/Problem";
import { FieldBoard } from "./FieldBoard";
import { PlaceChoice } from "./PlaceChoice";
import { Removed } from "./Removed";
import { atFoot, overlap, within } from "./place";
import { usePages } from "./usePages";
import { useUpload } from "./useUpload";
import styles from "./upload.module.css";

/** A firm's own PDF instead of the template: cleaned, looked at, with a place for each signatory, proposed. */
export function UploadText({ agreement, close }: { agreement: Agreement; close: () => void }) {
  const t = useT();
  const name = useNames(agreement);
  const [upload, take] = useUpload();
  const [placed, setPlaced] = useState<{ document: string; fields: FieldPlace[] }>();
  const open = upload.state === "open" ? upload : undefined;
  const pages = usePages(open?.pdf);
  const [base] = useState(agreement.versions.at(-1)?.version ?? 0);
  const last = pages?.length ?? 0;
  const foot = pages?.[last - 1];
  const own = placed && placed.document === open?.cleaned.document ? placed.fields : undefined;
  const fields = own ?? (foot ? atFoot(agreement.signatories, last, foot) : []);
  const move = (field: FieldPlace) => {
    if (open) setPlaced({ document: open.cleaned.document, fields: fields.map((other) => (other.signatory === field.signatory ? field : other)) });
  };
  const toPage = (field: FieldPlace, page: number) => {
    const box = pages?.[page - 1];
    if (box) move(within({ ...field, page }, box));
    document.getElementById(`upload-page-${String(page)}`)?.scrollIntoView({ block: "nearest" });
  };
  const propose = useCommand<UploadedText>({
    run: (text, key) => put(`/agreements/${agreement.id}/text`, { based_on: base, upload: text }, key),
    stale: [["agreements"]],
    done: t("upload-proposed"),
    onDone: close,
  });
  const nameOf = (id: string) => name(agreement.signatories.find((signatory) => signatory.id === id)?.person ?? "");
  const clear = !fields.some((one, index) => fields.slice(index + 1).some((other) => overlap(one, other)));
  const send = () => {
    if (open) propose.mutate({ original: open.file, document: open.cleaned.document, pages: open.cleaned.pages.length, removed: open.cleaned.removed, fields });
  };
  const submit = <Button type="primary" disabled={!open || !pages || !clear} loading={propose.isPending} onClick={send}>{t("upload-propose")}</Button>;
  return (
    <Drawer open size={900} title={t("upload-title")} onClose={close} mask={{ closable: false }} extra={submit}>
      <div className={styles.steps}>
        <p>{t("upload-lead")}</p>
        <Upload accept="application/pdf,.pdf" maxCount={1} showUploadList={false} beforeUpload={(file) => { take(file); return false; }}>
          <Button icon={<FilePdfOutlined />} loading={upload.state === "working"}>{t(open ? "upload-another" : "upload-choose-pdf")}</Button>
        </Upload>
        {upload.state === "refused" && <ProblemAlert error={upload.error} />}
        {upload.state === "working" && <Skeleton active />}
        {open && pages && (
          <>
            <Removed removed={open.cleaned.removed} missingFonts={open.cleaned.missing_fonts} />
            <PlaceChoice fields={fields} pages={pages.length} nameOf={nameOf} onPage={toPage} />
            <FieldBoard pdf={open.pdf} pages={pages} fields={fields} nameOf={nameOf} onMove={move} />
          </>
        )}
      </div>
    </Drawer>
  );
}
