import { actingPerson, attests, awaitedCertificate, groupsOf, openGroup } from "@/api/signingOrder";
import type { Act, Agreement, Signatory } from "@/api/types";
import type { RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Lights } from "@/rooms/ceremony/Lights";
import { type CastMember, type Light, lightOf } from "@/rooms/ceremony/cast";
import { useNames } from "@/rooms/names";
import styles from "./signing.module.css";

/** Everyone who signs this agreement, group by group, with how far each is. */
export function WhoSigns({ agreement, act, room }: { agreement: Agreement; act: Act | undefined; room: RoomView | undefined }) {
  const t = useT();
  const groups = groupsOf(agreement);
  const open = openGroup(agreement);
  return (
    <section className={styles.who} aria-label={t("signing-who")}>
      <h2>{t("signing-who")}</h2>
      {agreement.sign_by && <Deadline at={agreement.sign_by} />}
      {groups.map(({ group, places, needed, signing }) => (
        <div key={group}>
          {(groups.length > 1 || needed < signing) && (
            <h3 data-open={group === open}>
              {t("signing-group", { group })}
              {needed < signing && ` · ${t("signing-group-needs", { needed, signing })}`}
            </h3>
          )}
          <Places agreement={agreement} places={places} act={act} room={room} />
        </div>
      ))}
    </section>
  );
}

function Deadline({ at }: { at: string }) {
  const t = useT();
  const format = useFormat();
  return <p className={styles.later}>{t("signing-deadline", { at: format.dateTime(at) })}</p>;
}

function Places({ agreement, places, act, room }: { agreement: Agreement; places: readonly Signatory[]; act: Act | undefined; room: RoomView | undefined }) {
  const t = useT();
  const pick = usePick();
  const name = useNames(agreement);
  const light = lights(agreement, act, room);
  const words = (place: Signatory, member: CastMember) => [
    name(member.person),
    place.delegation ? t("signing-for", { name: name(place.person) }) : "",
    pick(member.capacity),
    attests(place) ? t("signing-witness-of", { name: name(personOf(agreement, attests(place))) }) : "",
    place.role?.kind === "organisation_seal" ? t("signing-seals") : "",
  ];
  const houses = [...new Set(places.map(({ organisation }) => organisation))];
  return houses.map((house) => (
    <div key={house}>
      <h3>{name(house)}</h3>
      <Lights
        members={light.filter(({ id }) => places.some((place) => place.id === id && place.organisation === house))}
        name={(member) => words(places.find(({ id }) => id === member.id)!, member).filter(Boolean).join(" · ")}
      />
    </div>
  ));
}

const personOf = (agreement: Agreement, id: string | undefined): string => {
  const place = agreement.signatories.find((one) => one.id === id);
  return place ? actingPerson(place) : "";
};

const PLAIN: Record<Signatory["state"], Light> = { waiting: "waiting", authorised: "signed", sealed: "signed", declined: "declined", not_needed: "spare" };

function lights(agreement: Agreement, act: Act | undefined, room: RoomView | undefined): CastMember[] {
  // Who has still to sign with a key of its own has not signed.
  const shown = (one: Signatory): Signatory => (awaitedCertificate(one) === undefined ? one : { ...one, state: "waiting" });
  return agreement.signatories.map(shown).map((one) => ({
    id: one.id,
    person: actingPerson(one),
    inPlaceOf: undefined,
    organisation: one.organisation,
    capacity: one.capacity,
    light: act ? lightOf(act, agreement, one, room) : PLAIN[one.state],
    sealed: one.state === "sealed",
    signedAt: one.state === "waiting" ? undefined : one.authorised_at,
  }));
}
