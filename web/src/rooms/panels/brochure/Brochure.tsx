import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";

import { resourceUrl } from "@/api/client";
import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { PdfPage } from "../../document/PdfPage";
import { type OpenedPdf, usePdf } from "../../document/pdf";
import { useRoomAction } from "../../useRoomAction";
import styles from "./brochure.module.css";
import { mayShare } from "./mayShare";

interface Props {
  call: Call;
  room: RoomView;
}

/** The document that is open for everybody. Who shares turns the page for all; the others may look ahead and come back. */
export function Brochure({ call, room }: Props) {
  const t = useT();
  const shared = room.state.document;
  const opened = usePdf(shared ? resourceUrl(`/files/${shared.document}`) : undefined, shared?.document ?? "");
  if (!shared) return null;
  return (
    <div className={styles.brochure} data-testid="brochure">
      {opened.state === "open" ? (
        <Pages key={shared.document} call={call} room={room} opened={opened} shared={shared.page} />
      ) : (
        <p role="status">{t(opened.state === "loading" ? "rooms-loading" : "brochure-closed-to-you")}</p>
      )}
    </div>
  );
}

function Pages({ call, room, opened: { pdf }, shared }: Props & { opened: OpenedPdf; shared: number }) {
  const t = useT();
  const act = useRoomAction();
  const [ahead, setAhead] = useState<number>();
  const [drawn, setDrawn] = useState<number>();
  const leads = mayShare(room);
  const page = clamp(ahead ?? shared, pdf.numPages);
  const turn = (to: number) => {
    const next = clamp(to, pdf.numPages);
    const document = room.state.document?.document;
    if (leads && document) act(() => call.desk.shareDocument(document, next));
    else setAhead(next === shared ? undefined : next);
  };
  const sheet = useSheet(pdf, page);
  return (
    <>
      <div ref={sheet.frame} className={styles.sheet} data-drawn={drawn}>
        <div style={{ inlineSize: sheet.width }}>
          <PdfPage pdf={pdf} page={page} label={t("brochure-page", { page, pages: pdf.numPages })} onDrawn={setDrawn} />
        </div>
      </div>
      <div className={styles.turner}>
        <button type="button" aria-label={t("brochure-back")} title={t("brochure-back")} disabled={page === 1} onClick={() => { turn(page - 1); }}>
          <LeftOutlined />
        </button>
        <span className="yq-number">{t("brochure-page", { page, pages: pdf.numPages })}</span>
        <button type="button" aria-label={t("brochure-on")} title={t("brochure-on")} disabled={page === pdf.numPages} onClick={() => { turn(page + 1); }}>
          <RightOutlined />
        </button>
        {ahead !== undefined && !leads && (
          <button type="button" className={styles.follow} onClick={() => { setAhead(undefined); }}>
            {t("brochure-follow", { page: shared })}
          </button>
        )}
        {leads && (
          <button type="button" onClick={() => { act(() => call.desk.shareDocument(null, 1)); }}>
            {t("brochure-close")}
          </button>
        )}
      </div>
    </>
  );
}

const clamp = (page: number, pages: number) => Math.min(Math.max(1, page), pages);

/** The width at which a page of this shape is seen whole. */
function useSheet(pdf: OpenedPdf["pdf"], page: number) {
  const frame = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState({ width: 0, height: 0 });
  const [shape, setShape] = useState(0.707);
  useEffect(() => {
    let current = true;
    void pdf.getPage(page).then((one) => {
      const { width, height } = one.getViewport({ scale: 1 });
      if (current) setShape(width / height);
    }, () => undefined);
    return () => { current = false; };
  }, [pdf, page]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSpace({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    if (frame.current) observer.observe(frame.current);
    return () => { observer.disconnect(); };
  }, []);
  return { frame, width: Math.floor(Math.min(space.width, space.height * shape)) };
}
