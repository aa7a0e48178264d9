import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { useEffect, useState } from "react";

GlobalWorkerOptions.workerSrc = workerUrl;

/** An agreement's PDF as it was fetched, opened for drawing. */
export interface OpenedPdf {
  pdf: PDFDocumentProxy;
  /** The very bytes that are drawn. */
  bytes: Uint8Array<ArrayBuffer>;
}

export type PdfState =
  | { state: "loading" }
  | { state: "absent" }
  | { state: "failed"; code: string }
  | ({ state: "open" } & OpenedPdf);

/**
 * Fetches and opens the PDF at `url`; `revision` fetches it again when it changes. What was open stays open until
 * the next one is shown.
 */
export function usePdf(url: string | undefined, revision: string | number): PdfState {
  const [shown, setShown] = useState<PdfState>({ state: "loading" });
  useEffect(() => {
    if (!url) return;
    const abort = new AbortController();
    open(url, abort.signal)
      .then((next) => {
        if (!abort.signal.aborted) setShown(next);
        else if (next.state === "open") void next.pdf.destroy();
      })
      .catch(() => {
        if (!abort.signal.aborted) setShown({ state: "failed", code: "document-unreadable" });
      });
    return () => {
      abort.abort();
    };
  }, [url, revision]);
  const pdf = shown.state === "open" ? shown.pdf : undefined;
  useEffect(
    () => () => {
      void pdf?.destroy();
    },
    [pdf],
  );
  return shown;
}

async function open(url: string, signal: AbortSignal): Promise<PdfState> {
  const reply = await fetch(url, { signal, credentials: "same-origin" });
  if (reply.status === 404 || reply.status === 409) return { state: "absent" };
  if (!reply.ok) return { state: "failed", code: `http-${String(reply.status)}` };
  const bytes = new Uint8Array(await reply.arrayBuffer());
  return { state: "open", pdf: await openPdf(bytes), bytes };
}

/** Opens a PDF for drawing; nothing in it runs. */
export function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  return getDocument({ data: bytes.slice(), isEvalSupported: false, enableXfa: false }).promise;
}
