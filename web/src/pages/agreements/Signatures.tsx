import { usePick } from "@/i18n/localized";
import type { Agreement, Signatory } from "@/api/types";
import { useT } from "@/i18n/useT";
import { OrganisationName, PersonName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Digest, Moment } from "@/ui/values";
import styles from "./Agreements.module.css";

function Place({ signatory }: { signatory: Signatory }) {
  const t = useT();
  const pick = usePick();
  return (
    <li data-sealed={signatory.state === "sealed" || undefined}>
      <b className="yq-serif"><PersonName id={signatory.person} /></b>
      <span>{[pick(signatory.capacity)].filter(Boolean).join("")}</span>
      <span className="yq-muted"><OrganisationName id={signatory.organisation} /></span>
      <Status of="signatory-state" state={signatory.state} />
      {signatory.authorisation && <small className="yq-muted">{t(`method-${signatory.authorisation.method}`)}</small>}
      {signatory.sealed_at && <small className="yq-muted"><Moment at={signatory.sealed_at} /></small>}
      {signatory.revision && <small className="yq-muted">{t("digest-short")} <Digest value={signatory.revision} /></small>}
      {signatory.reason && <small>{signatory.reason}</small>}
    </li>
  );
}

/** The places to sign and how far each is. */
export function Signatures({ agreement }: { agreement: Agreement }) {
  const t = useT();
  return (
    <Section title={t("agreement-signatures")}>
      <ul className={styles.places}>
        {agreement.signatories.map((signatory) => <Place key={signatory.id} signatory={signatory} />)}
      </ul>
    </Section>
  );
}
