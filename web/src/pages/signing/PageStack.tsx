import { Skeleton } from "antd";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";

import { useT } from "@/i18n/useT";
import { useCodeText } from "@/rooms/useRoomAction";
import { PdfPage } from "@/rooms/document/PdfPage";
import type { PdfState } from "@/rooms/document/pdf";
import styles from "./signing.module.css";

interface Props {
  pdf: PdfState;
  /** Called for each page once it was drawn and its end was in sight. */
  onShown: (page: number) => void;
}

/** Every page of the document under the other. */
export function PageStack({ pdf, onShown }: Props) {
  const t = useT();
  const words = useCodeText();
  if (pdf.state === "loading") return <div className={styles.stack}><Skeleton active paragraph={{ rows: 18 }} /></div>;
  if (pdf.state !== "open") {
    return <p className={styles.stack}>{pdf.state === "absent" ? t("signing-no-document") : words(pdf.code)}</p>;
  }
  return (
    <div className={styles.stack} role="region" aria-label={t("signing-document")} tabIndex={0}>
      {Array.from({ length: pdf.pdf.numPages }, (_, index) => (
        <Sheet key={index} pdf={pdf.pdf} page={index + 1} onShown={onShown} />
      ))}
    </div>
  );
}

function Sheet({ pdf, page, onShown }: { pdf: PDFDocumentProxy; page: number; onShown: (page: number) => void }) {
  const t = useT();
  const foot = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const target = foot.current;
    if (!target || !drawn) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) onShown(page);
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [drawn, onShown, page]);
  return (
    <div className={styles.sheet} data-testid="document-page" data-drawn={drawn}>
      <PdfPage pdf={pdf} page={page} label={t("ceremony-page-of", { page, count: pdf.numPages })} onDrawn={() => { setDrawn(true); }} />
      <div ref={foot} className={styles.pageFoot}>
        {t("ceremony-page-of", { page, count: pdf.numPages })}
      </div>
    </div>
  );
}
