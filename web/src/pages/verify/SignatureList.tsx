import { ClockCircleOutlined, EditOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Mark } from "@/ui/Mark";
import { Section } from "@/ui/PageHeader";
import { fieldOf } from "@/verify/steps";
import type { Identity, Revoked, Signed } from "@/verify/verdict";
import styles from "./verify.module.css";

const platform = "yunqian-platform";
const known = ["sign-agreement", "seal-for-organisation", "attest-signature"];

function roleOf({ field, purpose }: Signed): string {
  if (field === platform) return "platform-seal";
  return purpose === null ? "document-timestamp" : known.includes(purpose) ? purpose : "other";
}

interface Props {
  signatures: Signed[];
  identities: Identity[];
  revoked: Revoked[];
  isSound: boolean;
}

/** Who signed, when, how far it can be proven. */
export function SignatureList({ signatures, identities, revoked, isSound }: Props) {
  const t = useT();
  const format = useFormat();
  const time = (seconds: number) => format.dateTime(new Date(seconds * 1000).toISOString());
  const factors = (field: string) => {
    const identity = identities.find(({ signatory }) => fieldOf(signatory) === field);
    const key = identity?.method ? [t(`verify-method-${identity.method.replaceAll("_", "-")}`)] : [];
    return [...key, ...(identity?.factors ?? []).map(({ kind, at }) =>
      `${t(`verify-factor-${kind.replaceAll("_", "-")}`)} ${time(at)}`)];
  };
  return (
    <Section title={t("verify-signatures")}>
      {!isSound && <p className={styles.note}>{t("verifier-signatures-unsound")}</p>}
      <ol className={styles.signatures}>
        {signatures.map((signature) => {
          const role = roleOf(signature);
          const Icon = role === "document-timestamp" ? ClockCircleOutlined : role === "platform-seal" ? SafetyCertificateOutlined : EditOutlined;
          return (
            <li key={signature.field} data-role={role}>
              <Icon aria-hidden="true" />
              <div>
                <b className="yq-serif">{signature.signer ?? signature.field}</b>
                {signature.organisation && <span>{signature.organisation}</span>}
                <small className="yq-muted">
                  {t(`verify-role-${role}`)}
                  {signature.issuer && <> · {t("verify-issuer", { issuer: signature.issuer })}</>}
                </small>
                {revoked.filter(({ signatory }) => fieldOf(signatory) === signature.field).map(({ at, reason }) => (
                  <small key={at} data-testid="verify-revoked">{t("verify-revoked", { at: time(at), reason: reason ?? "?" })}</small>
                ))}
                {factors(signature.field).length > 0 && <small className="yq-muted" data-testid="verify-identity">{factors(signature.field).join(" · ")}</small>}
              </div>
              <div className={styles.when}>
                <span className="yq-number">{signature.at === null ? t("verify-no-time") : time(signature.at)}</span>
                {signature.level && <Mark tone={!isSound ? "quiet" : signature.level === "B-LTA" ? "jade" : "gold"}>{signature.level}</Mark>}
              </div>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
