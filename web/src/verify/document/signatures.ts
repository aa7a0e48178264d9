/**
 * The signatures of a document, judged from the last one backwards: each document timestamp that holds proves that
 * everything before it existed at its time (EN 319 102-1, 5.6.3).
 */

import { digest, latin, sha256, unhex } from "../bytes";
import type { PdfDocument } from "../pdf/document";
import { Text } from "../pdf/object";
import type { Hash } from "../pki/algorithm";
import { type Certificate, attributes, namePart } from "../pki/certificate";
import { verifyCms } from "../pki/cms";
import { findPath } from "../pki/path";
import { type Token, readToken } from "../pki/token";
import type { Roots } from "../trust";
import type { Level } from "../verdict";
import { type Covered, certifies, coveredBy } from "./covered";
import type { Field } from "./fields";
import { type Store, isComplete } from "./store";

const closingField = "yunqian-platform";

export type Kind = "signature" | "platform-seal" | "document-timestamp";

export interface Signature {
  field: string;
  kind: Kind;
  purpose: string | null;
  signer: string | null;
  organisation: string | null;
  issuer: string | null;
  serial: string | null;
  certificateSha256: string | null;
  /** SHA-256 that names the authorisation. */
  authorisation: string | null;
  at: number | null;
  level: Level | null;
  certifies: boolean;
  /** End of what it covers. */
  covers: number;
  problems: string[];
  /** End of the validity of the certificate of the authority whose token was checked last. */
  authorityUntil: number | null;
}

interface Found {
  signature: Signature;
  covered: Covered | undefined;
}

/** Reads the signatures in the order of what they cover, and judges them as of `now`. */
export async function judgeSignatures(pdf: Uint8Array, document: PdfDocument, fields: Field[], store: Store, roots: Roots, now: number): Promise<Signature[]> {
  const found: Found[] = [];
  for (const field of fields) if (field.value) found.push(await find(pdf, document, field));
  found.sort((a, b) => a.signature.covers - b.signature.covers);
  const judge = new Judge(store, roots, now);
  for (const each of found.toReversed()) await judge.judge(each);
  return found.map(({ signature }) => signature);
}

async function find(pdf: Uint8Array, document: PdfDocument, { name, value }: Field): Promise<Found> {
  const dictionary = value!;
  const covered = await coveredBy(pdf, dictionary);
  const [purpose, authorisation] = [dictionary.get("YQ_Purpose"), dictionary.get("YQ_Authorisation")];
  const digits = authorisation instanceof Text ? latin(authorisation.bytes) : "";
  const signature: Signature = {
    field: name,
    kind: covered?.isTimestamp ? "document-timestamp" : name === closingField ? "platform-seal" : "signature",
    purpose: purpose instanceof Text ? latin(purpose.bytes) : null,
    signer: null, organisation: null, issuer: null, serial: null, certificateSha256: null,
    authorisation: unhex(digits)?.length === 32 ? digits.toLowerCase() : null,
    at: null, level: null, certifies: certifies(document, dictionary), covers: covered?.end ?? 0,
    problems: covered ? [] : [`${name}: the byte range is not the whole revision`],
    authorityUntil: null,
  };
  return { signature, covered };
}

class Judge {
  private isArchived = false;

  /** `provenAt`: when everything still to be judged is known to have existed. */
  constructor(private readonly store: Store, private readonly roots: Roots, private provenAt: number) {}

  async judge({ signature, covered }: Found): Promise<void> {
    if (!covered) return;
    try {
      if (covered.isTimestamp) await this.timestamp(covered, signature);
      else await this.signature(covered, signature);
    } catch (error) {
      signature.problems.push(`${signature.field}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async timestamp(covered: Covered, signature: Signature): Promise<void> {
    const { token, complete } = await this.token(covered.cms, (hash) => detached(covered, hash), signature);
    // The last one's material comes with the next; without it the certificate must simply still be good.
    if (this.isArchived && !complete) throw new Error("no valid timestamp: its authority's status is not in the document");
    this.provenAt = token.at;
    this.isArchived = true;
  }

  private async signature(covered: Covered, signature: Signature): Promise<void> {
    const verified = await verifyCms(covered.cms, { detached: (hash) => detached(covered, hash) });
    await name(signature, verified.signer);
    signature.level = "B-B";
    if (!verified.token) throw new Error("there is no timestamp");
    const { token, complete: stampComplete } = await this.token(verified.token, (hash) => digest(hash, verified.signature), signature);
    const pool = [...verified.certificates, ...this.store.certificates];
    const path = await findPath(verified.signer, pool, this.roots.signers, token.at, "documents");
    const complete = (await isComplete(this.store, path, token.at)) && stampComplete;
    signature.level = !complete ? "B-T" : this.isArchived ? "B-LTA" : "B-LT";
  }

  /** Checks a token at the moment that it is known to have existed; also says whether its path's status is known. */
  private async token(der: Covered["cms"], about: (hash: Hash) => Promise<Covered["cms"] | undefined>, signature: Signature): Promise<{ token: Token; complete: boolean }> {
    const token = await readToken(der, about);
    if (signature.kind === "document-timestamp") await name(signature, token.signer);
    const pool = [...token.certificates, ...this.store.certificates];
    const path = await findPath(token.signer, pool, this.roots.timestamps, this.provenAt, "timestamps");
    const complete = await isComplete(this.store, path, this.provenAt);
    if (token.at > this.provenAt) throw new Error("no valid timestamp: it is later than what covers it");
    signature.at = token.at;
    signature.authorityUntil = path[0]!.until;
    return { token, complete };
  }
}

/** Documents are hashed with SHA-256 alone. */
async function detached(covered: Covered, hash: Hash): Promise<Covered["cms"] | undefined> {
  return hash === "SHA-256" ? covered.sha256 : undefined;
}

async function name(signature: Signature, signer: Certificate): Promise<void> {
  signature.signer = namePart(signer.subject, attributes.commonName);
  signature.organisation = namePart(signer.subject, attributes.organisation);
  signature.issuer = namePart(signer.issuer, attributes.commonName);
  signature.serial = signer.serial;
  signature.certificateSha256 = await sha256(signer.der);
}

/** The first signature certifies the document and no later one may; after the platform's seal only timestamps come. */
export function checkOrder(signatures: Signature[]): void {
  let isClosed = false;
  for (const [i, signature] of signatures.entries()) {
    if (signature.certifies !== (i === 0)) signature.problems.push(`${signature.field}: certification is missing or out of place`);
    if (isClosed && signature.kind !== "document-timestamp") signature.problems.push(`${signature.field}: signed after the document was closed`);
    isClosed ||= signature.kind !== "signature";
  }
}
