import { Alert } from "antd";
import { useEffect } from "react";
import { useT } from "@/i18n/useT";
import { PageHeader, Section } from "@/ui/PageHeader";
import { AnchorsPanel } from "./AnchorsPanel";
import { Drop } from "./Drop";
import { Progress } from "./Progress";
import { ReadIn } from "./ReadIn";
import { Report } from "./Report";
import { useAnchors } from "./useAnchors";
import { choose, useVerification } from "./useVerification";
import styles from "./verify.module.css";

/** Where anybody checks an evidence bundle or a signed PDF, in the browser alone. */
export default function VerifyPage() {
  return (
    <ReadIn>
      <Verifier />
    </ReadIn>
  );
}

function Verifier() {
  const t = useT();
  const anchors = useAnchors();
  const { verification, check } = useVerification();
  const file = verification.state === "idle" ? undefined : verification.file;
  const { pinned, isReady } = anchors;
  // Other anchors, another verdict.
  useEffect(() => {
    if (file && isReady) check(file, pinned);
  }, [pinned?.anchors, anchors.source]);
  const take = async (chosen: File) => check(await choose(chosen), pinned);
  const canCheck = typeof crypto !== "undefined" && crypto.subtle !== undefined;
  return (
    <div className={styles.page}>
      <PageHeader title={t("verifier-title")} lead={t("verifier-lead")} />
      {!canCheck && <Alert type="error" showIcon title={t("verifier-insecure")} />}
      <div className={styles.columns}>
        <div>
          {canCheck && <Drop take={take} isReady={isReady} isCompact={verification.state === "done"} />}
          <div aria-live="polite">
            {verification.state === "checking" && <Progress file={verification.file} lines={verification.lines} />}
            {verification.state === "stopped" && <Alert type="error" showIcon title={t("verifier-stopped")} />}
            {verification.state === "done" && <Report {...verification} source={anchors.source} isCompared={anchors.isCompared} />}
          </div>
        </div>
        <Section title={t("verifier-anchors")}>
          <AnchorsPanel anchors={anchors} needsOthers={file?.kind === "document"} />
        </Section>
      </div>
    </div>
  );
}
