/** What the journal's entries tell of one agreement. Read loosely: only what evidence rests on. */

import { isDigest } from "./bytes";
import { type Json, isObject, isTexts, parseJson } from "./json";
import type { Entry } from "./log/checkpoint";
import { readMoment, secondsOf } from "./moment";
import type { Factor } from "./verdict";

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
  places: Place[];
  frozen: { document: string; pages: string[] } | undefined;
  authorised: Map<string, Authorised>;
  /** In the order in which they were written. */
  sealed: Sealed[];
  released: Set<string>;
  signed: string | undefined;
  /** The newest comes last. */
  archived: string[];
  attachments: Set<string>;
  /** Powers of attorney that delegates act under. */
  powers: Map<string, string>;
  /** Who acts in whose place. */
  delegates: Map<string, string>;
  /** The latest of each kind, by signatory. */
  factors: Map<string, Factor[]>;
  bindings: Set<string>;
  findings: string[];
}

class Unreadable extends Error {}

/** Reads the events about one agreement; a text says what can't be read. */
export function readRecord(entries: Entry[], agreement: string): Told | string {
  const told: Told = {
    agreement, number: "", title: null, places: [], frozen: undefined, authorised: new Map(), sealed: [], released: new Set(),
    signed: undefined, archived: [], attachments: new Set(), powers: new Map(), delegates: new Map(), factors: new Map(), bindings: new Set(), findings: [],
  };
  for (const { index, bytes } of entries) {
    const record = parseJson(bytes);
    const events = isObject(record) ? record["events"] : undefined;
    if (!isObject(record) || !Number.isInteger(record["v"]) || !Array.isArray(events) || !events.every(isObject)) return `entry ${index} can't be read`;
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
  const [name, data] = (isObject(event) ? Object.entries(event)[0] : undefined) ?? unreadable();
  if (!isObject(data) || data["id"] !== told.agreement) return;
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
      return (isTexts(data["signatories"]) ? data["signatories"] : unreadable()).forEach((id) => told.released.add(id));
    // Taken back before anything was sealed: authorisations lapse.
    case "closed":
      return told.authorised.clear();
    case "signed":
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
    case "identity_confirmed":
      return confirm(told, data, at);
  }
}

function unreadable(): never {
  throw new Unreadable();
}

function draft(told: Told, value: unknown): void {
  if (!isObject(value) || typeof value["number"] !== "string" || !("title" in value) || !Array.isArray(value["signatories"])) return unreadable();
  told.number = value["number"];
  told.title = value["title"];
  told.places = value["signatories"].map(place);
}

function place(value: unknown): Place {
  if (!isObject(value) || typeof value["id"] !== "string") return unreadable();
  const { id, role } = value;
  const person = typeof value["person"] === "string" ? value["person"] : undefined;
  if (role === undefined) return { id, person, purpose: "sign-agreement", of: undefined };
  if (!isObject(role)) return unreadable();
  const { kind, of } = role;
  if (kind === "signatory") return { id, person, purpose: "sign-agreement", of: undefined };
  if (kind === "organisation_seal") return { id, person, purpose: "seal-for-organisation", of: undefined };
  return kind === "witness" && typeof of === "string" ? { id, person, purpose: "attest-signature", of } : unreadable();
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
  need(told.places.every(({ id }) => told.released.has(id) || sealed.has(id)), "a signatory's signature is missing");
  need([...sealed].every((signatory) => told.authorised.has(signatory)), "a signature has no authorisation");
  return findings;
}
