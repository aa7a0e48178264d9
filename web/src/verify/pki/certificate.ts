/** X.509 certificates (RFC 5280, section 4). */

import { type Bytes, hex } from "../bytes";
import { type Node, bits, children, content, oid, parts, readDer, seconds, small, tags, text, truth } from "./der";

export interface Extension {
  critical: boolean;
  value: Bytes;
}

export interface Certificate {
  der: Bytes;
  /** What its issuer signed. */
  tbs: Bytes;
  algorithm: Node;
  signature: Bytes;
  serial: string;
  issuer: Node;
  subject: Node;
  from: number;
  until: number;
  /** SubjectPublicKeyInfo. */
  key: Bytes;
  /** The key's bits alone, which OCSP hashes. */
  keyBits: Bytes;
  extensions: Map<string, Extension>;
}

export const attributes = { commonName: "2.5.4.3", organisation: "2.5.4.10" };
export const extensionIds = { subjectKey: "2.5.29.14", usage: "2.5.29.15", constraints: "2.5.29.19", purposes: "2.5.29.37" };

/** Reads a certificate; throws `DerError` if it is none. */
export function parseCertificate(der: Bytes): Certificate {
  const whole = parts(readDer(der));
  const [tbs, algorithm, signature] = [whole.take(tags.sequence), whole.take(tags.sequence), bits(whole.take())];
  whole.end();
  const fields = parts(tbs);
  fields.optional(tags.context(0));
  const serial = hex(content(fields.take(), tags.integer));
  fields.take(tags.sequence);
  const issuer = fields.take(tags.sequence);
  const validity = parts(fields.take());
  const [from, until] = [seconds(validity.take()), seconds(validity.take())];
  const subject = fields.take(tags.sequence);
  const key = fields.take(tags.sequence);
  fields.optional(tags.part(1));
  fields.optional(tags.part(2));
  const extensions = fields.optional(tags.context(3));
  fields.end();
  const keyBits = bits(children(key)[1]!);
  return {
    der, tbs: tbs.der, algorithm, signature, serial, issuer, subject, from, until, key: key.der, keyBits,
    extensions: extensions ? parseExtensions(children(extensions)[0]!) : new Map<string, Extension>(),
  };
}

/** Reads a certificate; `undefined` if it is none. */
export function tryCertificate(der: Bytes): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch {
    return undefined;
  }
}

/** Reads Extensions of certificates and lists; the first of each kind counts. */
export function parseExtensions(node: Node): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const item of children(node)) {
    const fields = parts(item);
    const id = oid(fields.take());
    const critical = fields.optional(tags.boolean);
    const value = content(fields.take(), tags.octets);
    if (!found.has(id)) found.set(id, { critical: critical !== undefined && truth(critical), value });
  }
  return found;
}

/** A part of a name, such as its common name. */
export function namePart(name: Node, attribute: string): string | null {
  for (const set of children(name)) {
    for (const pair of children(set)) {
      const [type, value] = children(pair);
      if (type && value && oid(type) === attribute) return text(value) ?? null;
    }
  }
  return null;
}

/** Flags of KeyUsage, by the number of the bit; `undefined` without the extension. */
export function usageOf(certificate: Certificate): ((bit: number) => boolean) | undefined {
  const extension = certificate.extensions.get(extensionIds.usage);
  if (!extension) return undefined;
  const bytes = content(readDer(extension.value), tags.bits);
  return (bit) => ((bytes[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
}

export function constraintsOf(certificate: Certificate): { isAuthority: boolean; depth?: number } | undefined {
  const extension = certificate.extensions.get(extensionIds.constraints);
  if (!extension) return undefined;
  const fields = parts(readDer(extension.value));
  const authority = fields.optional(tags.boolean);
  const depth = fields.optional(tags.integer);
  fields.end();
  return { isAuthority: authority !== undefined && truth(authority), ...(depth ? { depth: small(depth) } : {}) };
}

/** Object identifiers of ExtendedKeyUsage; `undefined` without the extension. */
export function purposesOf(certificate: Certificate): string[] | undefined {
  const extension = certificate.extensions.get(extensionIds.purposes);
  return extension && children(readDer(extension.value)).map(oid);
}
