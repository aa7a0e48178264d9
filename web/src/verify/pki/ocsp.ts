/** Answers of the Online Certificate Status Protocol (RFC 6960). */

import { type Bytes, digest, equal, hex } from "../bytes";
import { algorithmId, hashOf, verify } from "./algorithm";
import { type Certificate, parseCertificate } from "./certificate";
import { type Node, bits, children, content, isSame, oid, parts, readDer, seconds, small, tags } from "./der";
import { isIssuedBy, isValidAt, mayBeUsed } from "./path";

const basic = "1.3.6.1.5.5.7.48.1.1";
const sha1 = "1.3.14.3.2.26";

/** What is said of one certificate, and until when. */
export interface Statement {
  /** Since when it is revoked. */
  revokedAt?: number;
  until: number;
}

interface Single {
  id: Node[];
  status: Node;
  from: number;
  until: number;
}

/** Returns what an answer says of a certificate; `undefined` if nothing that can be believed. */
export async function askOcsp(der: Bytes, certificate: Certificate, issuer: Certificate): Promise<Statement | undefined> {
  const { data, algorithm, signature, certificates } = read(der);
  const responders = [issuer];
  for (const responder of certificates) if (await mayAnswer(responder, issuer)) responders.push(responder);
  for (const responder of responders) {
    if (!(await verify(responder.key, algorithm, data.der, signature))) continue;
    const singles = readSingles(data);
    if (!singles.every((single) => isValidAt(responder, single.from))) return undefined;
    for (const single of singles) if (await isAbout(single.id, certificate, issuer)) return statement(single);
    return undefined;
  }
  return undefined;
}

function read(der: Bytes) {
  const response = parts(readDer(der));
  const status = small(response.take(), tags.enumerated);
  const [type, bytes] = children(children(response.take(tags.context(0)))[0]!);
  if (status !== 0 || oid(type!) !== basic) throw new Error("no answer");
  const fields = parts(readDer(content(bytes!, tags.octets)));
  const [data, algorithm, signature] = [fields.take(tags.sequence), fields.take(tags.sequence), bits(fields.take())];
  const inside = fields.optional(tags.context(0));
  fields.end();
  const certificates = inside ? children(children(inside)[0]!).map((node) => parseCertificate(node.der)) : [];
  return { data, algorithm, signature, certificates };
}

/** A responder that the issuer named answers for it (RFC 6960, section 4.2.2.2). */
async function mayAnswer(responder: Certificate, issuer: Certificate): Promise<boolean> {
  return isSame(responder.issuer, issuer.subject) && mayBeUsed(responder, "ocsp") && (await isIssuedBy(responder, issuer));
}

function readSingles(data: Node): Single[] {
  const fields = parts(data);
  fields.optional(tags.context(0));
  fields.take(); // Who answered: the certificate tells.
  fields.take(tags.time);
  return children(fields.take(tags.sequence)).map((node) => {
    const single = parts(node);
    const [id, status] = [children(single.take(tags.sequence)), single.take()];
    const from = seconds(single.take(tags.time));
    const next = single.optional(tags.context(0));
    // Without an end it holds for the moment alone (section 4.2.2.1).
    return { id, status, from, until: next ? seconds(children(next)[0]!) : from };
  });
}

async function isAbout([algorithm, name, key, serial]: Node[], certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const id = algorithmId(algorithm!);
  const hash = id === sha1 ? "SHA-1" : hashOf(id);
  if (!hash || serial?.tag !== tags.integer) return false;
  const [ofName, ofKey] = await Promise.all([digest(hash, issuer.subject.der), digest(hash, issuer.keyBits)]);
  const isSerial = hex(serial.content) === certificate.serial;
  return isSerial && equal(content(name!, tags.octets), ofName) && equal(content(key!, tags.octets), ofKey);
}

/** Good, revoked since, or unknown, which says nothing. */
function statement({ status, until }: Single): Statement | undefined {
  if (status.tag === tags.part(0)) return { until };
  return status.tag === tags.context(1) ? { revokedAt: seconds(children(status)[0]!), until } : undefined;
}
