import type { PDFDocumentProxy } from "pdfjs-dist";
import { useState } from "react";
import type { CleanedUpload, FieldPlace, Signatory, UploadedText } from "@/api/types";
import { type PageBox, atFoot, overlap, within } from "./place";
import { usePages } from "./usePages";
import { useUpload } from "./useUpload";

/** A PDF that is open, cleaned, with a place for each signatory on its pages. */
export interface Placed {
  pdf: PDFDocumentProxy;
  cleaned: CleanedUpload;
  pages: PageBox[];
  fields: FieldPlace[];
  move: (field: FieldPlace) => void;
  toPage: (field: FieldPlace, page: number) => void;
  /** What is proposed; none while places lie over each other. */
  text: UploadedText | undefined;
}

/** Takes a PDF and places who signs: everybody at the foot of the last page, until somebody is moved. */
export function usePlacing(signatories: Pick<Signatory, "id">[]) {
  const [upload, take] = useUpload();
  const [moved, setMoved] = useState<{ document: string; fields: FieldPlace[] }>();
  const open = upload.state === "open" ? upload : undefined;
  const pages = usePages(open?.pdf);
  return { upload, take, placed: open && pages ? placedOn(open, pages) : undefined };

  function placedOn({ pdf, cleaned, file }: NonNullable<typeof open>, pages: PageBox[]): Placed {
    const own = moved?.document === cleaned.document ? moved.fields : [];
    const foot = pages[pages.length - 1];
    const unmoved = foot ? atFoot(signatories, pages.length, foot) : [];
    const fields = unmoved.map((field) => own.find(({ signatory }) => signatory === field.signatory) ?? field);
    const move = (field: FieldPlace) => {
      setMoved({ document: cleaned.document, fields: [...own.filter(({ signatory }) => signatory !== field.signatory), field] });
    };
    const toPage = (field: FieldPlace, page: number) => {
      const box = pages[page - 1];
      if (box) move(within({ ...field, page }, box));
      document.getElementById(`upload-page-${String(page)}`)?.scrollIntoView({ block: "nearest" });
    };
    const clear = !fields.some((one, index) => fields.slice(index + 1).some((other) => overlap(one, other)));
    const text = { original: file, document: cleaned.document, pages: cleaned.pages.length, removed: cleaned.removed, fields };
    return { pdf, cleaned, pages, fields, move, toPage, text: clear ? text : undefined };
  }
}
