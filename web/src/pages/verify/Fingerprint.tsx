import { useT } from "@/i18n/useT";
import styles from "./verify.module.css";

/** A SHA-256 in groups, to be compared by eye. */
export function Fingerprint({ digest, label }: { digest: string; label?: string }) {
  const t = useT();
  const groups = digest.match(/.{1,8}/g) ?? [];
  return (
    <div className={styles.fingerprint}>
      <span className="yq-muted">{label ?? t("verifier-fingerprint")}</span>
      <code>{groups.map((group, i) => <span key={i}>{group}</span>)}</code>
    </div>
  );
}
