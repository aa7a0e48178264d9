import type { PDFDocumentProxy, RenderTask } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";

import styles from "./document.module.css";

interface Props {
  pdf: PDFDocumentProxy;
  page: number;
  label: string;
  /** Called once the page has really been drawn. */
  onDrawn?: (page: number) => void;
}

/** One page of a PDF, drawn to fit the width it is given, sharp at any zoom. */
export function PdfPage({ pdf, page, label, onDrawn }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame);
  const [ratio, setRatio] = useState(1.414);
  const drawn = useRef(onDrawn);
  drawn.current = onDrawn;

  useEffect(() => {
    if (width === 0) return;
    let task: RenderTask | undefined;
    let stale = false;
    const draw = async () => {
      const source = await pdf.getPage(page);
      const natural = source.getViewport({ scale: 1 });
      const target = canvas.current;
      if (stale || !target) return;
      setRatio(natural.height / natural.width);
      const sharpness = Math.min(2.5, window.devicePixelRatio || 1);
      const viewport = source.getViewport({ scale: (width / natural.width) * sharpness });
      // Drawn aside, so that what was shown stays until the new page is whole.
      const aside = document.createElement("canvas");
      aside.width = Math.round(viewport.width);
      aside.height = Math.round(viewport.height);
      task = source.render({ canvas: aside, viewport });
      await task.promise;
      if (stale) return;
      target.width = aside.width;
      target.height = aside.height;
      target.getContext("2d")?.drawImage(aside, 0, 0);
      drawn.current?.(page);
    };
    draw().catch((error: unknown) => {
      if (!stale) console.error("page not drawn", error);
    });
    return () => {
      stale = true;
      task?.cancel();
    };
  }, [pdf, page, width]);

  return (
    <div ref={frame} className={styles.page} style={{ aspectRatio: `1 / ${String(ratio)}` }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return width;
}
