/** The algorithms that are understood: SHA-2, ECDSA on the NIST curves, RSA of 2048 to 8192 bits; all by WebCrypto. */

import { type Bytes, own } from "../bytes";
import { type Node, children, oid, parts, readDer, small, tags } from "./der";

export type Hash = "SHA-256" | "SHA-384" | "SHA-512";

const hashes: Record<string, Hash> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256", "2.16.840.1.101.3.4.2.2": "SHA-384", "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const ecdsa: Record<string, Hash> = { "1.2.840.10045.4.3.2": "SHA-256", "1.2.840.10045.4.3.3": "SHA-384", "1.2.840.10045.4.3.4": "SHA-512" };
const rsa: Record<string, Hash> = { "1.2.840.113549.1.1.11": "SHA-256", "1.2.840.113549.1.1.12": "SHA-384", "1.2.840.113549.1.1.13": "SHA-512" };
const curves: Record<string, [string, number]> = { "1.2.840.10045.3.1.7": ["P-256", 32], "1.3.132.0.34": ["P-384", 48], "1.3.132.0.35": ["P-521", 66] };
const ecKey = "1.2.840.10045.2.1";
const rsaKey = "1.2.840.113549.1.1.1";
const pss = "1.2.840.113549.1.1.10";
const saltLengths: Record<Hash, number> = { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 };

export function hashOf(identifier: string): Hash | undefined {
  return hashes[identifier];
}

/** The object identifier of an AlgorithmIdentifier. */
export function algorithmId(node: Node): string {
  return oid(parts(node).take());
}

/** Checks a signature by a SubjectPublicKeyInfo. `digest` is the one that CMS names beside a bare `rsaEncryption`. */
export async function verify(key: Bytes, algorithm: Node, message: Uint8Array, signature: Bytes, digest?: Hash): Promise<boolean> {
  try {
    const [kind, parameters] = children(children(readDer(key))[0]!);
    switch (oid(kind!)) {
      case ecKey:
        return await verifyEcdsa(key, curves[oid(parameters!)], ecdsa[algorithmId(algorithm)], message, signature);
      case rsaKey:
        return await verifyRsa(key, algorithm, message, signature, digest);
      default:
        return false;
    }
  } catch {
    return false;
  }
}

async function verifyEcdsa(key: Bytes, curve: [string, number] | undefined, hash: Hash | undefined, message: Uint8Array, signature: Bytes): Promise<boolean> {
  const raw = curve && rawSignature(signature, curve[1]);
  if (!curve || !hash || !raw) return false;
  const imported = await crypto.subtle.importKey("spki", own(key), { name: "ECDSA", namedCurve: curve[0] }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash }, imported, raw, own(message));
}

/** Turns SEQUENCE { r, s } into r ‖ s; `undefined` if it is no such signature. */
export function rawSignature(der: Bytes, width: number): Bytes | undefined {
  const raw = new Uint8Array(2 * width);
  try {
    const numbers = children(readDer(der));
    if (numbers.length !== 2) return undefined;
    for (const [i, number] of numbers.entries()) {
      const [first = 0x80, second = 0] = number.content;
      const isPadded = first === 0 && number.content.length > 1;
      const bytes = isPadded ? number.content.subarray(1) : number.content;
      if (number.tag !== tags.integer || first >= 0x80 || (isPadded && second < 0x80) || bytes.length > width) return undefined;
      raw.set(bytes, (i + 1) * width - bytes.length);
    }
    return raw;
  } catch {
    return undefined;
  }
}

async function verifyRsa(key: Bytes, algorithm: Node, message: Uint8Array, signature: Bytes, digest: Hash | undefined): Promise<boolean> {
  const id = algorithmId(algorithm);
  const name = id === pss ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  const hash = id === pss ? pssHash(algorithm) : id === rsaKey ? digest : rsa[id];
  if (!hash) return false;
  const imported = await crypto.subtle.importKey("spki", own(key), { name, hash }, false, ["verify"]);
  const { modulusLength } = imported.algorithm as RsaHashedKeyAlgorithm;
  if (modulusLength < 2048 || modulusLength > 8192) return false;
  return crypto.subtle.verify({ name, saltLength: saltLengths[hash] }, imported, own(signature), own(message));
}

/** PSS with a salt as long as its hash (RFC 4055, section 3.1). */
function pssHash(algorithm: Node): Hash | undefined {
  const fields = parts(children(algorithm)[1]!);
  const hash = hashOf(algorithmId(children(fields.take(tags.context(0)))[0]!));
  fields.optional(tags.context(1));
  const salt = small(children(fields.take(tags.context(2)))[0]!);
  return hash && salt === saltLengths[hash] ? hash : undefined;
}
