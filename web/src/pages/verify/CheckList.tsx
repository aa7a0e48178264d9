import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import type { Line, Outcome } from "@/verify/verdict";
import type { Kind } from "@/verify/worker";
import styles from "./verify.module.css";

const icons: Record<Outcome, ReactNode> = {
  "passed": <CheckCircleFilled />, "failed": <CloseCircleFilled />, "absent": <MinusCircleOutlined />, "not-reached": <QuestionCircleOutlined />,
};

/** The chain of reasons: each check with its outcome, and what exactly is wrong. */
export function CheckList({ checks, kind }: { checks: Line[]; kind: Kind }) {
  const t = useT();
  const shown = kind === "bundle" ? checks : checks.filter(({ check }) => check === "document" || check === "anchors");
  return (
    <Section title={t("verifier-checks")}>
      {kind === "document" && <p className={styles.note}>{t("verifier-document-only")}</p>}
      <ul className={styles.checks}>
        {shown.map(({ check, outcome, details }) => (
          <li key={check} data-outcome={outcome} data-check={check}>
            <details open={outcome === "failed"}>
              <summary>
                <span className={styles.icon} aria-hidden="true">{icons[outcome]}</span>
                <span className={styles.check}>{t(`verify-check-${check}`)}</span>
                <span className={styles.outcome}>{t(`verify-outcome-${outcome}`)}</span>
              </summary>
              <p>{t(`verifier-how-${check}`)}</p>
              {details && <ul lang="en">{details.map((detail) => <li key={detail}><code>{detail}</code></li>)}</ul>}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
