import { ClockCircleOutlined, EditOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Mark } from "@/ui/Mark";
import { Section } from "@/ui/PageHeader";
import { fieldOf } from "@/verify/steps";
import type { Identity, Signed } from "@/verify/verdict";
import styles from "./verify.module.css";

const platform = "yunqian-platform";
const known = ["sign-agreement", "seal-for-organisation", "attest-signature"];

function roleOf({ field, purpose }: Signed): string {
  if (field === platform) return "platform-seal";
  return purpose === null ? "document-timestamp" : known.includes(purpose) ? purpose : "other";
}

/** Who signed, when, how far it can be proven. */
export function SignatureList({ signatures, identities, isSound }: { signatures: Signed[]; identities: Identity[]; isSound: boolean }) {
  const t = useT();
  const format = useFormat();
  const factors = (field: string) => {
    const identity = identities.find(({ signatory }) => fieldOf(signatory) === field);
    const key = identity?.method ? [t(`verify-method-${identity.method.replaceAll("_", "-")}`)] : [];
    return [...key, ...(identity?.factors ?? []).map(({ kind, at }) =>
      `${t(`verify-factor-${kind.replaceAll("_", "-")}`)} ${format.dateTime(new Date(at * 1000).toISOString())}`)];
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
                  {t(`verifier-role-${role}`)}
                  {signature.issuer && <> · {t("verifier-issuer", { issuer: signature.issuer })}</>}
                </small>
                {factors(signature.field).length > 0 && <small className="yq-muted" data-testid="verify-identity">{factors(signature.field).join(" · ")}</small>}
              </div>
              <div className={styles.when}>
                <span className="yq-number">{signature.at === null ? t("verifier-no-time") : format.dateTime(new Date(signature.at * 1000).toISOString())}</span>
                {signature.level && <Mark tone={!isSound ? "quiet" : signature.level === "B-LTA" ? "jade" : "gold"}>{signature.level}</Mark>}
              </div>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
