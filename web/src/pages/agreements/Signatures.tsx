import { actingPerson, attests, awaitedCertificate, groupsOf, openGroup } from "@/api/signingOrder";
import type { Agreement, Signatory } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FileLinks } from "@/ui/Uploads";
import { OrganisationName, PersonName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Digest, Moment } from "@/ui/values";
import styles from "./Agreements.module.css";
import { Certificate } from "./Certificate";
import { PlaceActions } from "./PlaceActions";

/** The places to sign, group by group, and how far each is. */
export function Signatures({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const groups = groupsOf(agreement);
  const open = agreement.state === "signing" ? openGroup(agreement) : undefined;
  return (
    <Section title={t("agreement-signatures")}>
      {groups.map(({ group, places, needed, signing }) => (
        <div key={group} className={styles.group}>
          {(groups.length > 1 || needed < signing) && (
            <h3>
              {t("signing-group", { group })}
              {needed < signing && ` · ${t("signing-group-needs", { needed, signing })}`}
              {group === open && groups.length > 1 && ` · ${t("agreement-group-open")}`}
            </h3>
          )}
          <ul className={styles.places}>
            {places.map((signatory) => <Place key={signatory.id} agreement={agreement} signatory={signatory} />)}
          </ul>
        </div>
      ))}
    </Section>
  );
}

function Place({ agreement, signatory }: { agreement: Agreement; signatory: Signatory }) {
  const t = useT();
  const pick = usePick();
  return (
    <li data-sealed={signatory.state === "sealed" || undefined}>
      <b className="yq-serif"><PersonName id={actingPerson(signatory)} /></b>
      {signatory.delegation && <InPlaceOf signatory={signatory} />}
      <span><bdi>{pick(signatory.capacity, agreement.languages)}</bdi></span>
      <Role agreement={agreement} signatory={signatory} />
      <span className="yq-muted"><OrganisationName id={signatory.organisation} /></span>
      <Status of="signatory-state" state={awaitedCertificate(signatory) === undefined ? signatory.state : "own_key"} />
      <Confirmed signatory={signatory} />
      {signatory.authorisation && <small className="yq-muted">{t(`method-${signatory.authorisation.method}`)}</small>}
      {signatory.sealed_at && <small className="yq-muted"><Moment at={signatory.sealed_at} /></small>}
      {signatory.revision && <small className="yq-muted">{t("digest-short")} <Digest value={signatory.revision} /></small>}
      {signatory.reason && <small>{signatory.reason}</small>}
      <Certificate signatory={signatory} />
      <PlaceActions agreement={agreement} signatory={signatory} />
    </li>
  );
}

/** Whom a delegate signs for, and the power of attorney. */
function InPlaceOf({ signatory }: { signatory: Signatory }) {
  const t = useT();
  return (
    <>
      <span>{t("agreement-in-place-of")} <PersonName id={signatory.person} /></span>
      {signatory.delegation && <FileLinks files={[signatory.delegation.power_of_attorney]} />}
    </>
  );
}

function Role({ agreement, signatory }: { agreement: Agreement; signatory: Signatory }) {
  const t = useT();
  const of = agreement.signatories.find(({ id }) => id === attests(signatory));
  if (of) return <span>{t("agreement-witness-of")} <PersonName id={actingPerson(of)} /></span>;
  return signatory.role?.kind === "organisation_seal" ? <span>{t("signing-seals")}</span> : null;
}

/** What confirmed who signs. */
function Confirmed({ signatory }: { signatory: Signatory }) {
  const t = useT();
  return (signatory.factors ?? []).map((factor) => (
    <small key={factor.kind} className="yq-muted">
      {factor.kind === "code" ? t("agreement-identity-code") : <>{t("agreement-identity-camera")} <PersonName id={factor.by} /></>}{" "}
      <Moment at={factor.confirmed_at} />
    </small>
  ));
}
