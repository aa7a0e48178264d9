/** CMS SignedData with one signer (RFC 5652), as PAdES baseline signatures and timestamp tokens are. */

import { type Bytes, concat, digest, equal, hex } from "../bytes";
import { type Hash, algorithmId, hashOf, verify } from "./algorithm";
import { type Certificate, extensionIds, tryCertificate } from "./certificate";
import { type Node, children, content, isSame, oid, parts, readDer, tags } from "./der";

const ids = {
  signedData: "1.2.840.113549.1.7.2", data: "1.2.840.113549.1.7.1",
  contentType: "1.2.840.113549.1.9.3", messageDigest: "1.2.840.113549.1.9.4", protection: "1.2.840.113549.1.9.52",
  certificate: "1.2.840.113549.1.9.16.2.12", certificateV2: "1.2.840.113549.1.9.16.2.47", timestamp: "1.2.840.113549.1.9.16.2.14",
};

/** Why a signature does not hold. */
export class CmsError extends Error {}

/** Content kept elsewhere, by its digest, or carried inside, of a type. */
export type Content = { detached: (hash: Hash) => Promise<Bytes | undefined> } | { type: string };

/** A SignedData whose signature over its signed attributes holds. */
export interface Verified {
  signer: Certificate;
  certificates: Certificate[];
  content: Bytes | undefined;
  signature: Bytes;
  /** The timestamp token over the signature. */
  token: Bytes | undefined;
}

type Attributes = [string, Node[]][];

/** Checks everything but the certificate's trust. */
export async function verifyCms(der: Bytes, wanted: Content): Promise<Verified> {
  const { type, inside, certificates, info } = readSigned(der);
  const signer = certificates.find((certificate) => isNamed(certificate, info.sid));
  if (!signer) throw new CmsError("the signer's certificate is missing");
  const hash = hashOf(algorithmId(info.digest));
  if (!hash) throw new CmsError("the signature's algorithm is not supported");
  const attributes = info.signed && readAttributes(info.signed);
  const expected = "type" in wanted ? inside && (await digest(hash, inside)) : inside ? undefined : await wanted.detached(hash);
  const contentType = "type" in wanted ? wanted.type : ids.data;
  if (!attributes || !info.signed || !expected || type !== contentType) throw unfit();
  if (oid(only(attributes, ids.contentType)) !== contentType) throw unfit();
  if (!equal(content(only(attributes, ids.messageDigest), tags.octets), expected)) throw new CmsError("the content was changed");
  checkProtection(attributes, info);
  await checkBinding(attributes, signer, "type" in wanted);
  // What is signed has the tag of a SET (RFC 5652, section 5.4).
  const signed = concat(Uint8Array.of(tags.set), info.signed.der.subarray(1));
  if (!(await verify(signer.key, info.algorithm, signed, info.signature, hash))) throw new CmsError("the signature value is wrong");
  const unsigned = info.unsigned ? readAttributes(info.unsigned) : [];
  const token = unsigned.some(([id]) => id === ids.timestamp) ? only(unsigned, ids.timestamp).der : undefined;
  return { signer, certificates, content: inside, signature: info.signature, token };
}

function unfit(): CmsError {
  return new CmsError("the signed attributes are not those of a baseline signature");
}

function readSigned(der: Bytes) {
  const outer = parts(readDer(der));
  if (oid(outer.take()) !== ids.signedData) throw new CmsError("the signature can't be read");
  const fields = parts(children(outer.take(tags.context(0)))[0]!);
  outer.end();
  fields.take(tags.integer);
  fields.take(tags.set);
  const [kind, held] = children(fields.take(tags.sequence));
  const certificates = fields.optional(tags.context(0));
  fields.optional(tags.context(1));
  const infos = children(fields.take(tags.set));
  fields.end();
  if (infos.length !== 1) throw new CmsError("the signature can't be read");
  return {
    type: oid(kind!),
    inside: held && content(children(held)[0]!, tags.octets),
    certificates: (certificates ? children(certificates) : []).map((node) => tryCertificate(node.der)).filter((found) => found !== undefined),
    info: readSigner(infos[0]!),
  };
}

interface Signer {
  sid: Node;
  digest: Node;
  signed: Node | undefined;
  algorithm: Node;
  signature: Bytes;
  unsigned: Node | undefined;
}

function readSigner(node: Node): Signer {
  const fields = parts(node);
  fields.take(tags.integer);
  const signer = {
    sid: fields.take(),
    digest: fields.take(tags.sequence),
    signed: fields.optional(tags.context(0)),
    algorithm: fields.take(tags.sequence),
    signature: content(fields.take(), tags.octets),
    unsigned: fields.optional(tags.context(1)),
  };
  fields.end();
  return signer;
}

function isNamed(certificate: Certificate, sid: Node): boolean {
  if (sid.tag === tags.sequence) {
    const [issuer, serial] = children(sid);
    return isSame(issuer!, certificate.issuer) && hex(serial!.content) === certificate.serial;
  }
  const key = certificate.extensions.get(extensionIds.subjectKey);
  return sid.tag === tags.part(0) && key !== undefined && equal(content(readDer(key.value), tags.octets), sid.content);
}

function readAttributes(node: Node): Attributes {
  return children(node).map((attribute) => {
    const fields = parts(attribute);
    return [oid(fields.take()), children(fields.take(tags.set))];
  });
}

/** The one value of an attribute that must occur once. */
function only(attributes: Attributes, id: string): Node {
  const found = attributes.filter(([name]) => name === id);
  const [value, second] = found[0]?.[1] ?? [];
  if (found.length !== 1 || !value || second) throw unfit();
  return value;
}

/** CMSAlgorithmProtection, where it is there, names the algorithms that are used (RFC 6211, section 2). */
function checkProtection(attributes: Attributes, info: Signer): void {
  if (!attributes.some(([id]) => id === ids.protection)) return;
  const fields = parts(only(attributes, ids.protection));
  const [hash, signature] = [fields.take(tags.sequence), fields.take(tags.context(1))];
  if (algorithmId(hash) !== algorithmId(info.digest) || !equal(signature.content, info.algorithm.content)) throw unfit();
}

/** The certificate is among what is signed. Tokens may bind it with SHA-1, as RFC 3161 had it (RFC 5816). */
async function checkBinding(attributes: Attributes, signer: Certificate, isToken: boolean): Promise<void> {
  const isOld = isToken && !attributes.some(([id]) => id === ids.certificateV2);
  const bound = parts(only(attributes, isOld ? ids.certificate : ids.certificateV2)).take(tags.sequence);
  const first = parts(children(bound)[0]!);
  const named = isOld ? undefined : first.optional(tags.sequence);
  const hash = isOld ? "SHA-1" : named ? hashOf(algorithmId(named)) : "SHA-256";
  if (!hash) throw new CmsError("the signature's algorithm is not supported");
  if (!equal(content(first.take(), tags.octets), await digest(hash, signer.der))) throw new CmsError("the signature is bound to another certificate");
}
