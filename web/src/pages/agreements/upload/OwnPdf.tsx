import { FilePdfOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Agreement } from "@/api/types";
import { useT } from "@/i18n/useT";
import { UploadText } from "./UploadText";

/** Proposing an own PDF as the next version of the text. */
export function OwnPdf({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<FilePdfOutlined />} onClick={() => setOpen(true)}>{t("upload-own-pdf")}</Button>
      {open && <UploadText agreement={agreement} close={() => setOpen(false)} />}
    </>
  );
}
