import type { Act, LocalizedText, Signatory, StagedAgreement, StagedPlace } from "@/api/types";
import { actingPerson, attests, turnOf } from "@/api/signingOrder";
import type { RoomView } from "@/call";

/** How far one signatory is, as the lights on the stage show it. */
export type Light = "waiting" | "ready" | "armed" | "signed" | "declined" | "spare";

/** One signatory on the stage. */
export interface CastMember {
  /** Signatory place. */
  id: string;
  person: string;
  /** Whom a delegate stands in for. */
  inPlaceOf: string | undefined;
  organisation: string | undefined;
  capacity: LocalizedText;
  light: Light;
  sealed: boolean;
  signedAt: string | undefined;
}

/** One side of the stage: a site and those who sign there. */
export interface Site {
  name: LocalizedText | undefined;
  party: string | undefined;
  members: CastMember[];
}

type Present = Pick<RoomView, "ready">;

/** What standing on the stage takes of an agreement. */
export interface Cast extends Pick<StagedAgreement, "parties" | "quorums"> {
  /** As the audience sees them, or as the record has them. */
  signatories: readonly (StagedPlace & Pick<Signatory, "delegation">)[];
}

/** Sets the stage of an act: its sites in order, each with the signatories of the party of the same place. */
export function castOf(act: Act, agreements: readonly Cast[], room: Present | undefined): Site[] {
  const parties = [...new Set(agreements.flatMap((agreement) => agreement.parties))];
  const count = Math.max(act.sites.length, parties.length, 2);
  return Array.from({ length: count }, (_, place) => {
    const party = parties[place];
    const members = agreements.flatMap((agreement) => membersOf(act, agreement, party, room));
    return { name: act.sites[place], party, members: unique(members) };
  });
}

function membersOf(act: Act, agreement: Cast, party: string | undefined, room: Present | undefined): CastMember[] {
  return agreement.signatories
    .filter((signatory) => standsWith(agreement, signatory) === party)
    .map((signatory) => ({
      id: signatory.id,
      person: actingPerson(signatory),
      inPlaceOf: signatory.delegation ? signatory.person : (signatory.in_place_of ?? undefined),
      organisation: signatory.organisation,
      capacity: signatory.capacity,
      light: lightOf(act, agreement, signatory, room),
      sealed: signatory.state === "sealed",
      signedAt: signatory.authorised_at ?? undefined,
    }));
}

/** The party at whose site somebody stands: the own one, a witness of another house with whom it attests. */
function standsWith({ parties, signatories }: Cast, signatory: StagedPlace): string {
  if (parties.includes(signatory.organisation)) return signatory.organisation;
  const of = attests(signatory);
  return signatories.find(({ id }) => id === of)?.organisation ?? signatory.organisation;
}

/** The light of one signatory of an act. */
export function lightOf(act: Act, agreement: Cast, signatory: Cast["signatories"][number], room: Present | undefined): Light {
  if (signatory.state === "declined") return "declined";
  if (signatory.state === "not_needed") return "spare";
  if (signatory.state === "authorised" || signatory.state === "sealed" || act.state === "signed") return "signed";
  if (act.state === "signing") return turnOf(agreement, signatory) === "now" ? "armed" : "ready";
  const reported = room?.ready.some((one) => one.act === act.id && one.person === actingPerson(signatory)) ?? false;
  return reported || act.ready.includes(signatory.id) ? "ready" : "waiting";
}

/** A person who signs several agreements of one act stands there once, with the light that is furthest behind. */
function unique(members: CastMember[]): CastMember[] {
  const order: Light[] = ["declined", "waiting", "ready", "armed", "spare", "signed"];
  const byPerson = new Map<string, CastMember>();
  for (const member of members) {
    const known = byPerson.get(member.person);
    if (!known || order.indexOf(member.light) < order.indexOf(known.light)) byPerson.set(member.person, member);
  }
  return [...byPerson.values()];
}

/** The act on the stage: the one announced or being signed, else the one the room points at, else the last signed. */
export function actOnStage(acts: readonly Act[], focus: string | null | undefined): Act | undefined {
  const open = acts.find(({ state }) => state === "announced" || state === "signing");
  if (open) return open;
  const pointed = acts.find(({ id }) => id === focus);
  if (pointed?.state === "signed") return pointed;
  return acts
    .filter(({ state }) => state === "signed")
    .sort((a, b) => (b.signed_at ?? "").localeCompare(a.signed_at ?? ""))[0];
}

/** The act that comes after: the first that is neither over nor pulled nor on the stage. */
export function nextAct(acts: readonly Act[], onStage: Act | undefined): Act | undefined {
  const waiting = (act: Act) => !["announced", "signing", "signed", "pulled"].includes(act.state);
  const from = onStage ? acts.indexOf(onStage) + 1 : 0;
  return acts.slice(from).find(waiting) ?? acts.find(waiting);
}

/** The number people count acts by: pulled ones do not count. */
export function actNumber(acts: readonly Act[], act: Act): number {
  return acts.filter(({ state }) => state !== "pulled").indexOf(act) + 1;
}
