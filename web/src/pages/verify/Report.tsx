import { CheckOutlined, CloseOutlined, PrinterOutlined, QuestionOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import type { LocalizedText } from "@/api/types";
import { isObject } from "@/verify/json";
import type { Verdict } from "@/verify/verdict";
import { CheckList } from "./CheckList";
import { FactList } from "./FactList";
import { Fingerprint } from "./Fingerprint";
import { glanceOf, tones } from "./judgement";
import { SignatureList } from "./SignatureList";
import type { Source } from "./useAnchors";
import type { Chosen } from "./useVerification";
import styles from "./verify.module.css";

const icons = { good: <CheckOutlined />, open: <QuestionOutlined />, bad: <CloseOutlined /> };

interface Props {
  file: Chosen;
  verdict: Verdict;
  at: number;
  source: Source;
  /** Whether the anchors came another way than the page. */
  isCompared: boolean;
}

/** The verdict: at a glance, who signed, what was checked. */
export function Report({ file, verdict, at, source, isCompared }: Props) {
  const t = useT();
  const format = useFormat();
  const pick = usePick();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [verdict]);
  const { facts } = verdict;
  const glance = glanceOf(file.kind, verdict, isCompared);
  const tone = tones[glance];
  const isSound = tone !== "bad";
  const signatures = facts.signatures.length > 0 && <SignatureList key="signatures" signatures={facts.signatures} identities={facts.identities} revoked={facts.revoked} isSound={isSound} />;
  const checkList = <CheckList key="checks" checks={verdict.checks} kind={file.kind} />;
  const title = isObject(facts.title) ? pick(facts.title as LocalizedText) : undefined;
  const time = (seconds: number) => format.dateTime(new Date(seconds * 1000).toISOString());
  return (
    <article data-testid="verify-report" data-result={glance}>
      <section className={styles.verdict} data-tone={tone}>
        <span className={styles.stamp} aria-hidden="true">{icons[tone]}</span>
        <div>
          <h2 ref={heading} tabIndex={-1}>{t(`verifier-${glance}`)}</h2>
          <p>{t(`verifier-${glance}-means`)}</p>
          {title && <p className={`yq-serif ${styles.subject ?? ""}`}>{title}{facts.number && <small> {facts.number}</small>}</p>}
          {(glance === "valid-by-its-own-anchors" || glance === "valid-by-the-server") && facts.anchors && <Fingerprint digest={facts.anchors} />}
          <p className={styles.meta}>{file.name} · {t("verifier-checked", { at: time(at), source: t(`verifier-source-${source}`) })}</p>
        </div>
        <Button icon={<PrinterOutlined />} className="yq-no-print" onClick={() => window.print()}>{t("verifier-print")}</Button>
      </section>
      {isSound ? [signatures, checkList] : [checkList, signatures]}
      <FactList facts={facts} isSound={isSound} />
      {file.kind === "bundle" && <p className={styles.note}>{t("verifier-limits")}</p>}
    </article>
  );
}
