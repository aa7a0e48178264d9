import { Skeleton } from "antd";
import { resourceUrl } from "@/api/client";
import type { Agreement, TextVersion } from "@/api/types";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { usePdf } from "@/rooms/document/pdf";
import { useCodeText } from "@/rooms/useRoomAction";
import { FileLinks } from "@/ui/Uploads";
import { FieldBoard } from "./FieldBoard";
import { Removed } from "./Removed";
import { usePages } from "./usePages";
import styles from "./upload.module.css";

/** A version that is an uploaded document: the file, what was left behind, and, for the current one, its pages. */
export function UploadedVersion({ agreement, version }: { agreement: Agreement; version: TextVersion }) {
  const t = useT();
  const { upload } = version;
  if (!upload) return null;
  const current = agreement.versions.at(-1)?.version === version.version;
  return (
    <div className={styles.steps}>
      <p>{t("upload-is-text")}</p>
      <FileLinks files={[upload.original]} />
      <Removed removed={upload.removed} />
      {current && <Pages agreement={agreement} version={version} />}
    </div>
  );
}

function Pages({ agreement, version }: { agreement: Agreement; version: TextVersion }) {
  const t = useT();
  const words = useCodeText();
  const name = useNames(agreement);
  const shown = usePdf(resourceUrl(`/agreements/${agreement.id}/document`), `${agreement.state}-${String(version.version)}`);
  const pdf = shown.state === "open" ? shown.pdf : undefined;
  const pages = usePages(pdf);
  if (shown.state === "failed") return <p role="alert">{words(shown.code)}</p>;
  if (shown.state === "absent") return <p>{t("signing-no-document")}</p>;
  if (!pdf || !pages) return <Skeleton active paragraph={{ rows: 12 }} />;
  const signed = agreement.state === "signing" || agreement.state === "signed";
  const nameOf = (id: string) => name(agreement.signatories.find((signatory) => signatory.id === id)?.person ?? "");
  return <FieldBoard pdf={pdf} pages={pages} fields={signed ? [] : (version.upload?.fields ?? [])} nameOf={nameOf} />;
}
