import { FileProtectOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";

import { resourceUrl } from "@/api/client";
import type { Act, StagedAgreement } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Seal } from "@/rooms/ceremony/Seal";
import { PdfPage } from "@/rooms/document/PdfPage";
import { usePdf } from "@/rooms/document/pdf";
import styles from "./stage.module.css";

const PAGE_MS = 8_000;

/** The agreement between the two sites: its pages while it is announced, the signatures' page from then on. */
export function ActDocument({ act, agreements }: { act: Act; agreements: StagedAgreement[] }) {
  const [agreement] = agreements;
  return (
    <section className={styles.document}>
      {agreement?.pages_shown ? <Pages act={act} agreement={agreement} /> : <Plaque act={act} agreement={agreement} />}
      {act.state === "signed" && <Done act={act} agreements={agreements} />}
    </section>
  );
}

function Pages({ act, agreement }: { act: Act; agreement: StagedAgreement }) {
  const t = useT();
  const revision = agreement.signed_document ?? String(agreement.signatories.filter(({ state }) => state === "sealed").length);
  const shown = usePdf(resourceUrl(`/agreements/${agreement.id}/document`), revision);
  const count = shown.state === "open" ? shown.pdf.numPages : 1;
  const page = useTurning(count, act.state === "announced");
  const [drawn, setDrawn] = useState<string>();
  if (shown.state !== "open") return <Plaque act={act} agreement={agreement} />;
  return (
    <figure className={styles.pages} data-testid="act-pages" data-drawn={drawn}>
      <PdfPage pdf={shown.pdf} page={page} label={t("ceremony-page-of", { page, count })} onDrawn={() => { setDrawn(revision); }} />
      <figcaption>{t("ceremony-page-of", { page, count })}</figcaption>
    </figure>
  );
}

/** Turns from page to page while the text is being shown, and rests on the last. */
function useTurning(count: number, turning: boolean): number {
  const [page, setPage] = useState(1);
  useEffect(() => {
    if (!turning) {
      setPage(count);
      return;
    }
    setPage(1);
    const timer = setInterval(() => {
      setPage((now) => (now % count) + 1);
    }, PAGE_MS);
    return () => {
      clearInterval(timer);
    };
  }, [count, turning]);
  return Math.min(page, count);
}

/** The agreement's name where its pages are not for this viewer. */
function Plaque({ act, agreement }: { act: Act; agreement: StagedAgreement | undefined }) {
  const pick = usePick();
  const titles = Object.entries(agreement?.title ?? act.title);
  return (
    <div className={styles.plaque}>
      <FileProtectOutlined aria-hidden="true" />
      {agreement && <span>{agreement.number}</span>}
      {titles.map(([language, title]) => (
        <b key={language} lang={language}>
          {title || pick(act.title)}
        </b>
      ))}
    </div>
  );
}

/** The moment after: the seal on the page, when, and the digest anyone can check. */
function Done({ act, agreements }: { act: Act; agreements: StagedAgreement[] }) {
  const t = useT();
  const format = useFormat();
  const digest = agreements[0]?.signed_document;
  return (
    <div className={styles.done} role="status" data-testid="act-signed">
      <Seal text="云签" label={t("ceremony-sealed")} falls size={112} />
      <b>{t("ceremony-signed-at", { time: act.signed_at ? format.dateTime(act.signed_at) : "" })}</b>
      {digest && (
        <code>
          SHA-256
          <br />
          {digest.slice(0, 32)}
          <wbr />
          {digest.slice(32)}
        </code>
      )}
    </div>
  );
}
