import type { PDFDocumentProxy } from "pdfjs-dist";
import { useId } from "react";
import type { FieldPlace } from "@/api/types";
import { useT } from "@/i18n/useT";
import { PdfPage } from "@/rooms/document/PdfPage";
import { FieldBox } from "./FieldBox";
import type { PageBox } from "./place";
import styles from "./upload.module.css";

interface Props {
  pdf: PDFDocumentProxy;
  pages: PageBox[];
  fields: FieldPlace[];
  nameOf: (signatory: string) => string;
  onMove?: (field: FieldPlace) => void;
}

/** The pages of an uploaded document under each other, with the places to sign on them. */
export function FieldBoard({ pdf, pages, fields, nameOf, onMove }: Props) {
  const t = useT();
  const hint = useId();
  return (
    <div className={styles.board} role="region" aria-label={t("upload-pages")} tabIndex={0}>
      {onMove && <p id={hint} className="yq-muted">{t("upload-move-hint")}</p>}
      {pages.map((page, index) => {
        const number = index + 1;
        return (
          <div key={number} id={`upload-page-${String(number)}`} className={styles.sheet}>
            <PdfPage pdf={pdf} page={number} label={t("ceremony-page-of", { page: number, count: pages.length })} />
            {fields.filter((field) => field.page === number).map((field) => (
              <FieldBox key={field.signatory} field={field} page={page} name={nameOf(field.signatory)} onMove={onMove} describedBy={onMove && hint} />
            ))}
          </div>
        );
      })}
    </div>
  );
}
