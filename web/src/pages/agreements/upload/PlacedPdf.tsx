import { FilePdfOutlined } from "@ant-design/icons";
import { Button, Skeleton, Upload } from "antd";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { FieldBoard } from "./FieldBoard";
import { PlaceChoice } from "./PlaceChoice";
import { Removed } from "./Removed";
import type { usePlacing } from "./usePlacing";
import styles from "./upload.module.css";

type Props = ReturnType<typeof usePlacing> & { nameOf: (signatory: string) => string };

/** Choosing a PDF, what was left behind of it, and where everybody signs on it. */
export function PlacedPdf({ upload, take, placed, nameOf }: Props) {
  const t = useT();
  return (
    <div className={styles.steps}>
      <p>{t("upload-lead")}</p>
      <Upload accept="application/pdf,.pdf" maxCount={1} showUploadList={false} beforeUpload={(file) => { take(file); return false; }}>
        <Button icon={<FilePdfOutlined />} loading={upload.state === "working"}>{t(placed ? "upload-another" : "upload-choose-pdf")}</Button>
      </Upload>
      {upload.state === "refused" && <ProblemAlert error={upload.error} />}
      {upload.state === "working" && <Skeleton active />}
      {placed && (
        <>
          <Removed removed={placed.cleaned.removed} missingFonts={placed.cleaned.missing_fonts} />
          <PlaceChoice fields={placed.fields} pages={placed.pages.length} nameOf={nameOf} onPage={placed.toPage} />
          <FieldBoard pdf={placed.pdf} pages={placed.pages} fields={placed.fields} nameOf={nameOf} onMove={placed.move} />
        </>
      )}
    </div>
  );
}
