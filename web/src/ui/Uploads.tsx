import { PaperClipOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { post, resourceUrl } from "@/api/client";
import type { FileReference } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./Uploads.module.css";

interface Props {
  value?: FileReference[];
  onChange?: (files: FileReference[]) => void;
  most?: number;
}

/** Files sent as soon as they are chosen; a form field whose value is what the server keeps. */
export function Uploads({ value = [], onChange, most = 5 }: Props) {
  const t = useT();
  return (
    <Upload
      multiple
      maxCount={most}
      showUploadList={{ showRemoveIcon: true }}
      customRequest={({ file, onSuccess, onError }) => {
        const form = new FormData();
        form.append("file", file as File);
        post<FileReference>("/files", form).then((kept) => onSuccess?.(kept), (error: Error) => onError?.(error));
      }}
      onChange={({ fileList }) => {
        const kept = fileList.filter((f) => f.status === "done").map((f) => f.response as FileReference);
        if (kept.length !== value.length || kept.some((f, i) => f.digest !== value[i]?.digest)) onChange?.(kept);
      }}
    >
      <Button icon={<UploadOutlined />}>{t("upload-choose")}</Button>
    </Upload>
  );
}

/** Files kept with a record, to open or save. */
export function FileLinks({ files }: { files: FileReference[] }) {
  const t = useT();
  const format = useFormat();
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t("attachments")}>
      {files.map((file) => (
        <li key={file.digest}>
          <a href={resourceUrl(`/files/${file.digest}`)} target="_blank" rel="noreferrer" download={file.name}>
            <PaperClipOutlined aria-hidden="true" /> {file.name} <small className="yq-muted">{format.bytes(file.size_bytes)}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
