import { LoadingOutlined } from "@ant-design/icons";
import { Progress as Bar } from "antd";
import { useT } from "@/i18n/useT";
import { type Line, checks } from "@/verify/verdict";
import type { Chosen } from "./useVerification";
import styles from "./verify.module.css";

/** What is being checked, and how far it is. */
export function Progress({ file, lines }: { file: Chosen; lines: Line[] }) {
  const t = useT();
  const last = lines.at(-1);
  return (
    <div className={styles.progress}>
      <p><LoadingOutlined aria-hidden="true" /> {t("verifier-checking", { file: file.name })}</p>
      <Bar percent={Math.round((100 * lines.length) / checks.length)} showInfo={false} aria-label={t("verifier-checking", { file: file.name })} />
      <p className="yq-muted">{last ? t(`verify-check-${last.check}`) : " "}</p>
    </div>
  );
}
