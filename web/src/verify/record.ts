/** What the journal's entries tell of one agreement. Read loosely: only what evidence rests on. */

import { isDigest } from "./bytes";
import { type Json, isObject, isTexts, only, parseJson } from "./json";
import type { Entry } from "./log/checkpoint";
import { maxSkewSeconds, readMoment, secondsOf } from "./moment";
import type { Factor, Revoked } from "./verdict";

/** What may still be told of an agreement that is signed. */
const afterSigned = ["archived", "followed", "certificate_revoked", "held", "hold_lifted"];

export interface Sealed {
  signatory: string;
  revision: string;
  certificate: string | undefined;
  /** When it was written. */
  at: bigint | undefined;
}

/** A place to sign, and what is done at it. */
export interface Place {
  id: string;
  person: string | undefined;
  purpose: "sign-agreement" | "seal-for-organisation" | "attest-signature";
  /** Whose signature a witness attests. */
  of: string | undefined;
  group: number;
}

/** An authorisation as the record tells of it, and the power of attorney that stood then. */
export interface Authorised {
  binding: string;
  proof: string;
  power: string | undefined;
  method: string | undefined;
  /** What confirmed, by then, who acts. */
  factors: Factor[];
  /** Who acts. */
  person: string | undefined;
  at: bigint | undefined;
}

/** The story of an agreement. */
export interface Told {
  agreement: string;
  number: string;
  title: unknown;
  /** The two languages of the text. */
  languages: string[];
  places: Place[];
  /** How many of a group are enough. */
  quorums: { group: number; needed: number }[];
  isDrafted: boolean;
  frozen: { document: string; pages: string[] } | undefined;
  authorised: Map<string, Authorised>;
  /** In the order in which they were written. */
  sealed: Sealed[];
  released: Set<string>;
  declined: Set<string>;
  isSigned: boolean;
  signed: string | undefined;
  /** The newest comes last. */
  archived: string[];
  attachments: Set<string>;
  revoked: Revoked[];
  /** Powers of attorney that delegates act under. */
  powers: Map<string, string>;
  /** Who acts in whose place. */
  delegates: Map<string, string>;
  /** The latest of each kind, by signatory. */
  factors: Map<string, Factor[]>;
  bindings: Set<string>;
  /** The latest time that an entry told, in seconds. */
  latest: number | undefined;
  findings: string[];
}

class Unreadable extends Error {}

/** Reads the events about one agreement; a text says what can't be read. */
export function readRecord(entries: Entry[], agreement: string): Told | string {
  const told: Told = {
    agreement, number: "", title: null, languages: [], places: [], quorums: [], isDrafted: false, frozen: undefined, authorised: new Map(),
    sealed: [], released: new Set(), declined: new Set(), isSigned: false, signed: undefined, archived: [], revoked: [], latest: undefined, attachments: new Set(), powers: new Map(), delegates: new Map(), factors: new Map(), bindings: new Set(), findings: [],
  };
  for (const { index, bytes } of entries) {
    const record = parseJson(bytes);
    const events = isObject(record) ? record["events"] : undefined;
    if (!isObject(record) || !Number.isInteger(record["v"]) || !Array.isArray(events) || !events.every((event) => only(event))) return `entry ${index} can't be read`;
    if (record["v"] !== 1) return `entry ${index} is of an unknown form`;
    try {
      for (const event of events) if (Object.hasOwn(event, "agreement")) take(told, event["agreement"], index, readMoment(record["at"]));
    } catch (error) {
      if (error instanceof Unreadable) return `entry ${index} can't be read`;
      throw error;
    }
  }
  return told;
}

function take(told: Told, event: unknown, index: bigint, at: bigint | undefined): void {
  const [name, data] = only(event) ?? unreadable();
  if (!isObject(data) || data["id"] !== told.agreement) return;
  const signatory = typeof data["signatory"] === "string" ? data["signatory"] : undefined;
  const wrong = outOfTurn(told, name, signatory ?? "");
  if (wrong !== undefined) told.findings.push(`entry ${index}: ${name} ${wrong}`);
  takeTime(told, index, at);
  switch (name) {
    case "drafted":
      return draft(told, data["draft"]);
    case "frozen":
      told.frozen = frozen(data["frozen"]);
      return;
    case "authorised":
      return authorise(told, data, index, at);
    case "sealed":
      return seal(told, data, at);
    case "released":
      return release(told, data["signatories"], index);
    case "declined":
      if (signatory !== undefined) told.declined.add(signatory);
      return;
    case "certificate_revoked": {
      if (signatory === undefined || at === undefined) return unreadable();
      const reason = typeof data["reason"] === "string" ? data["reason"] : null;
      told.revoked.push({ signatory, at: secondsOf(at), reason });
      return;
    }
    // Taken back before anything was sealed: authorisations lapse.
    case "closed":
      return told.authorised.clear();
    case "signed":
      told.isSigned = true;
      told.signed = isDigest(data["document"]) ? data["document"] : undefined;
      return;
    case "archived": {
      const archive = data["archive"];
      const document = isObject(archive) ? archive["document"] : undefined;
      told.archived.push(isDigest(document) ? document : unreadable());
      return;
    }
    case "delegated":
      return delegate(told, data);
    case "delegation_revoked":
      return takeBack(told, data);
    case "identity_lapsed":
      told.factors.delete(signatory ?? unreadable());
      return;
    case "identity_confirmed":
      return confirm(told, data, at);
  }
}

function unreadable(): never {
  throw new Unreadable();
}

function draft(told: Told, value: unknown): void {
  if (!isObject(value) || typeof value["number"] !== "string" || !("title" in value) || !Array.isArray(value["signatories"])) return unreadable();
  const { number, title, languages, signatories, quorums = [] } = value;
  if (!isTexts(languages) || languages.length !== 2 || !Array.isArray(quorums)) return unreadable();
  told.number = number as string;
  told.title = title;
  told.places = (signatories as unknown[]).map(place);
  told.languages = languages;
  told.quorums = quorums.map(quorum);
  told.isDrafted = true;
}

function place(value: unknown): Place {
  if (!isObject(value) || typeof value["id"] !== "string") return unreadable();
  const { id, role = { kind: "signatory" }, group = 1 } = value;
  if (!isObject(role) || !isByte(group)) return unreadable();
  const person = typeof value["person"] === "string" ? value["person"] : undefined;
  const { kind, of } = role;
  const common = { id, person, group, of: undefined };
  if (kind === "signatory") return { ...common, purpose: "sign-agreement" };
  if (kind === "organisation_seal") return { ...common, purpose: "seal-for-organisation" };
  return kind === "witness" && typeof of === "string" ? { ...common, purpose: "attest-signature", of } : unreadable();
}

function quorum(value: unknown): { group: number; needed: number } {
  const { group, needed } = isObject(value) ? value : unreadable();
  return isByte(group) && isByte(needed) ? { group, needed } : unreadable();
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function release(told: Told, signatories: unknown, index: bigint): void {
  if (!isTexts(signatories)) return unreadable();
  for (const id of signatories) told.released.add(id);
  if (!signatories.every((id) => mayBeReleased(told, id))) told.findings.push(`entry ${index} releases one who is needed`);
}

/** A signatory is not needed once enough of its group signed, a witness once whom it attests won't. */
function mayBeReleased(told: Told, signatory: string): boolean {
  const place = told.places.find(({ id }) => id === signatory);
  if (!place) return false;
  return place.of !== undefined ? isOut(told, place.of) : hasEnough(told, place.group) && !isSealed(told, signatory);
}

/** Whether somebody refused, or is not needed. */
function isOut({ released, declined }: Told, signatory: string): boolean {
  return released.has(signatory) || declined.has(signatory);
}

function isSealed({ sealed }: Told, signatory: string): boolean {
  return sealed.some((each) => each.signatory === signatory);
}

/** Whether as many of a group signed as must. */
function hasEnough(told: Told, group: number): boolean {
  const signing = told.places.filter((each) => each.group === group && each.of === undefined);
  const quorum = told.quorums.find((each) => each.group === group);
  return signing.filter(({ id }) => isSealed(told, id)).length >= (quorum ? Math.max(1, quorum.needed) : signing.length);
}

/** Says what is wrong with an event's place in the story. */
function outOfTurn(told: Told, name: string, signatory: string): string | undefined {
  if (name === "voided" || name === "expired") return "ends the agreement without a signature";
  if (told.isSigned && !afterSigned.includes(name)) return "comes after the agreement was signed";
  if (name === "drafted") return told.isDrafted ? "comes a second time" : undefined;
  if (!told.isDrafted) return "comes before the draft";
  if (name === "frozen") return told.frozen ? "comes a second time" : undefined;
  if (["authorised", "sealed", "signed"].includes(name) && !told.frozen) return "comes before the text was frozen";
  if (["authorised", "sealed"].includes(name) && (isOut(told, signatory) || isSealed(told, signatory))) return "is of one who no longer signs";
  if (name === "sealed" && !told.authorised.has(signatory)) return "comes before its authorisation";
  if (name === "signed" && told.sealed.length === 0) return "comes before any signature";
  return (name === "archived" || name === "followed") && !told.isSigned ? "comes before the agreement was signed" : undefined;
}

/** The server's clock may be set, but not far. */
function takeTime(told: Told, index: bigint, moment: bigint | undefined): void {
  if (moment === undefined) {
    told.findings.push(`entry ${index} doesn't say when`);
    return;
  }
  const at = secondsOf(moment);
  if (told.latest !== undefined && at + maxSkewSeconds < told.latest) told.findings.push(`entry ${index} is older than what comes before it`);
  told.latest = Math.max(told.latest ?? at, at);
}

function delegate(told: Told, { signatory, delegate: person, power_of_attorney: file }: Json): void {
  if (!isObject(file) || typeof file["digest"] !== "string" || typeof signatory !== "string") return unreadable();
  told.attachments.add(file["digest"]);
  told.powers.set(signatory, file["digest"]);
  if (typeof person === "string") told.delegates.set(signatory, person);
  told.factors.delete(signatory);
}

function takeBack(told: Told, { signatory }: Json): void {
  if (typeof signatory !== "string") return unreadable();
  told.powers.delete(signatory);
  told.delegates.delete(signatory);
  told.factors.delete(signatory);
}

function confirm(told: Told, { signatory, factor }: Json, at: bigint | undefined): void {
  if (typeof signatory !== "string" || !isObject(factor) || typeof factor["kind"] !== "string" || at === undefined) return unreadable();
  const { kind, by } = factor;
  const others = (told.factors.get(signatory) ?? []).filter((known) => known.kind !== kind);
  told.factors.set(signatory, [...others, { kind, at: secondsOf(at), by: typeof by === "string" ? by : null }]);
}

function frozen(value: unknown): Told["frozen"] {
  if (!isObject(value) || !isDigest(value["document"]) || !Array.isArray(value["pages"]) || !value["pages"].every(isDigest)) return undefined;
  return { document: value["document"], pages: value["pages"] };
}

function authorise(told: Told, data: Json, index: bigint, at: bigint | undefined): void {
  const { authorisation, signatory } = data;
  if (!isObject(authorisation) || !isDigest(authorisation["binding"]) || !isDigest(authorisation["proof"]) || typeof signatory !== "string") return unreadable();
  const { binding, proof } = authorisation;
  if (told.bindings.has(binding)) told.findings.push(`entry ${index} uses an authorisation again`);
  told.bindings.add(binding);
  const method = typeof authorisation["method"] === "string" ? authorisation["method"] : undefined;
  const person = told.delegates.get(signatory) ?? told.places.find(({ id }) => id === signatory)?.person;
  told.authorised.set(signatory, { binding, proof, power: told.powers.get(signatory), method, factors: told.factors.get(signatory) ?? [], person, at });
}

function seal(told: Told, { signatory, revision, certificate }: Json, at: bigint | undefined): void {
  const named = certificate ?? undefined;
  if (typeof signatory !== "string" || !isDigest(revision) || (named !== undefined && typeof named !== "string")) return unreadable();
  told.sealed.push({ signatory, revision, certificate: named, at });
}

/** Says what is missing or out of order. */
export function checkRecord(told: Told): string[] {
  const findings = [...told.findings];
  const need = (holds: boolean, what: string) => {
    if (!holds) findings.push(what);
  };
  const sealed = new Set(told.sealed.map(({ signatory }) => signatory));
  need(told.places.length > 0, "the draft is missing");
  need(told.frozen !== undefined, "the frozen text is missing");
  need(told.signed !== undefined, "the agreement is not signed");
  need(sealed.size === told.sealed.length, "a signatory's signature was written twice");
  const refused = (place: Place) => told.declined.has(place.id) && place.of === undefined && hasEnough(told, place.group);
  need(told.places.every((place) => sealed.has(place.id) || told.released.has(place.id) || refused(place)), "a signatory's signature is missing");
  need([...sealed].every((signatory) => told.authorised.has(signatory)), "a signature has no authorisation");
  return findings;
}
