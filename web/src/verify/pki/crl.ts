/** Lists of revoked certificates (RFC 5280, section 5). */

import { type Bytes, hex } from "../bytes";
import { verify } from "./algorithm";
import { type Certificate, parseExtensions } from "./certificate";
import { bits, children, content, isSame, parts, readDer, seconds, tags } from "./der";
import type { Statement } from "./ocsp";

/** Those that may be critical: AuthorityKeyIdentifier, CRLNumber. Indirect and partial lists are not understood. */
const known = ["2.5.29.35", "2.5.29.20"];

/** Returns what a list of this issuer says of a certificate; `undefined` if it is not this issuer's. */
export async function askList(der: Bytes, certificate: Certificate, issuer: Certificate): Promise<Statement | undefined> {
  const whole = parts(readDer(der));
  const [tbs, algorithm, signature] = [whole.take(tags.sequence), whole.take(tags.sequence), bits(whole.take())];
  whole.end();
  const fields = parts(tbs);
  fields.optional(tags.integer);
  const inner = fields.take(tags.sequence);
  const by = fields.take(tags.sequence);
  fields.take();
  const until = fields.optional(tags.utcTime, tags.time);
  const revoked = fields.optional(tags.sequence);
  const extensions = fields.optional(tags.context(0));
  fields.end();
  const isUnderstood = !extensions || [...parseExtensions(children(extensions)[0]!)].every(([id, { critical }]) => !critical || known.includes(id));
  if (!until || !isUnderstood || !isSame(inner, algorithm) || !isSame(by, issuer.subject)) return undefined;
  if (!(await verify(issuer.key, algorithm, tbs.der, signature))) return undefined;
  for (const entry of revoked ? children(revoked) : []) {
    const [serial, since] = children(entry);
    if (hex(content(serial!, tags.integer)) === certificate.serial) return { revokedAt: seconds(since!), until: seconds(until) };
  }
  return { until: seconds(until) };
}
