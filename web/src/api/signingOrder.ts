import type { Quorum, Signatory } from "./types";

type Place = Pick<Signatory, "id" | "state" | "role" | "group">;

/** What the order of signing is read from. */
export interface Ordered<P extends Place = Place> {
  signatories: readonly P[];
  quorums: readonly Quorum[];
}

/** Why a place may not act yet; `now` when it may. */
export type Turn = "now" | "after-group" | "after-signature";

export const groupOf = (place: Place): number => place.group ?? 1;

/** Whose signature a witness attests; undefined for everybody else. */
export const attests = (place: Place): string | undefined => (place.role?.kind === "witness" ? place.role.of : undefined);

/** The groups in their order, each with its places and how many of those who sign it needs. */
export function groupsOf<P extends Place>(agreement: Ordered<P>): { group: number; places: P[]; needed: number; signing: number }[] {
  const numbers = [...new Set(agreement.signatories.map(groupOf))].sort((a, b) => a - b);
  return numbers.map((group) => {
    const places = agreement.signatories.filter((place) => groupOf(place) === group);
    const signing = places.filter((place) => !attests(place)).length;
    return { group, places, signing, needed: agreement.quorums.find((quorum) => quorum.group === group)?.needed ?? signing };
  });
}

/** The group that may act: the first that is not satisfied; undefined when all are. */
export function openGroup(agreement: Ordered): number | undefined {
  return groupsOf(agreement).find(({ places, needed }) => {
    const sealed = places.filter((place) => !attests(place) && place.state === "sealed").length;
    const attested = places.every((place) => !attests(place) || place.state === "sealed" || place.state === "not_needed");
    return sealed < needed || !attested;
  })?.group;
}

/** Whether a place's turn has come. */
export function turnOf(agreement: Ordered, place: Place): Turn {
  const open = openGroup(agreement);
  if (open !== undefined && open < groupOf(place)) return "after-group";
  const of = attests(place);
  const attested = of === undefined || agreement.signatories.some(({ id, state }) => id === of && state === "sealed");
  return attested ? "now" : "after-signature";
}

/** Who acts at a place: the delegate where there is one. */
export const actingPerson = (place: Pick<Signatory, "person" | "delegation">): string => place.delegation?.delegate ?? place.person;

/** The place at which a person acts: one whose turn it is before one that waits, the last one else. */
export function placeOf<P extends Place & Pick<Signatory, "person" | "delegation">>(agreement: Ordered<P>, person: string): P | undefined {
  const own = agreement.signatories.filter((place) => actingPerson(place) === person);
  const waiting = own.filter(({ state }) => state === "waiting");
  return waiting.find((place) => turnOf(agreement, place) === "now") ?? waiting[0] ?? own.at(-1);
}

/** Those who must still report ready: of a group with enough ready nobody, and the witnesses of those who are. */
export function unready<P extends Place>(agreement: Ordered<P>, ready: readonly string[]): P[] {
  const missing = (place: P) => place.state === "waiting" && !ready.includes(place.id);
  return groupsOf(agreement).flatMap(({ places, needed }) => {
    const enough = places.filter((place) => !attests(place) && ready.includes(place.id)).length >= needed;
    return places.filter((place) => {
      const of = attests(place);
      return missing(place) && (of === undefined ? !enough : ready.includes(of));
    });
  });
}

/** SHA-256 of the certificate whose key has still to make the signature that was authorised. */
export function awaitedCertificate({ state, authorisation }: Pick<Signatory, "state" | "authorisation">): string | undefined {
  const key = authorisation?.key;
  return state === "authorised" && key && key.mode !== "managed" ? key.certificate : undefined;
}
