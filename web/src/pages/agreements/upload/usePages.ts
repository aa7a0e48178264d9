import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useState } from "react";
import type { PageBox } from "./place";

/** Where each page of an open document lies in PDF's coordinates. */
export function usePages(pdf: PDFDocumentProxy | undefined): PageBox[] | undefined {
  const [pages, setPages] = useState<PageBox[]>();
  useEffect(() => {
    setPages(undefined);
    if (!pdf) return;
    let current = true;
    const read = Array.from({ length: pdf.numPages }, async (_, index) => {
      const [left = 0, bottom = 0, right = 0, top = 0] = (await pdf.getPage(index + 1)).view;
      return { x: left, y: bottom, width: right - left, height: top - bottom };
    });
    void Promise.all(read).then((boxes) => {
      if (current) setPages(boxes);
    });
    return () => {
      current = false;
    };
  }, [pdf]);
  return pages;
}
