import { CheckOutlined, CloseOutlined, PrinterOutlined, QuestionOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Facts, Section } from "@/ui/PageHeader";
import type { LocalizedText } from "@/api/types";
import { isObject } from "@/verify/json";
import type { Verdict } from "@/verify/verdict";
import { CheckList } from "./CheckList";
import { Fingerprint } from "./Fingerprint";
import { glanceOf, tones } from "./judgement";
import { SignatureList } from "./SignatureList";
import type { Source } from "./useAnchors";
import type { Chosen } from "./useVerification";
import styles from "./verify.module.css";

const icons = { good: <CheckOutlined />, open: <QuestionOutlined />, bad: <CloseOutlined /> };

/** The verdict: at a glance, who signed, what was checked. */
export function Report({ file, verdict, at, source }: { file: Chosen; verdict: Verdict; at: number; source: Source }) {
  const t = useT();
  const format = useFormat();
  const pick = usePick();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [verdict]);
  const { facts } = verdict;
  const glance = glanceOf(file.kind, verdict);
  const tone = tones[glance];
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
          <p className={styles.meta}>{file.name} · {t("verifier-checked", { at: time(at), source: t(`verifier-source-${source}`) })}</p>
        </div>
        <Button icon={<PrinterOutlined />} className="yq-no-print" onClick={() => window.print()}>{t("verifier-print")}</Button>
      </section>
      {facts.signatures.length > 0 && <SignatureList signatures={facts.signatures} isSound={tone !== "bad"} />}
      <CheckList checks={verdict.checks} kind={file.kind} />
      <Section title={t("verifier-facts")}>
        <Facts
          facts={[
            [t("verify-fact-made"), facts.made && format.dateTime(facts.made)],
            [t("verify-fact-level"), facts.level],
            [t("verify-fact-provable-until"), facts.provable_until !== null && time(facts.provable_until)],
            [t("verify-fact-log"), facts.log_size !== null && format.number(facts.log_size)],
            [t("verify-fact-witnesses"), facts.witnesses.length > 0 && facts.witnesses.join(", ")],
            [t("verify-fact-agreement"), facts.agreement],
          ].filter((fact): fact is [string, string] => Boolean(fact[1]))}
        />
        {facts.frozen && <Fingerprint label={t("verify-fact-frozen")} digest={facts.frozen} />}
        {facts.document && <Fingerprint label={t("verify-fact-document")} digest={facts.document} />}
        {facts.anchors && <Fingerprint label={t("verify-fact-anchors")} digest={facts.anchors} />}
      </Section>
      <p className={styles.note}>{t("verifier-limits")}</p>
    </article>
  );
}
