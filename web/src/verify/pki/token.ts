/** Timestamp tokens (RFC 3161). */

import { type Bytes, equal } from "../bytes";
import { type Hash, algorithmId, hashOf } from "./algorithm";
import type { Certificate } from "./certificate";
import { CmsError, verifyCms } from "./cms";
import { children, content, parts, readDer, seconds, small, tags } from "./der";

const tstInfo = "1.2.840.113549.1.9.16.1.4";
const maxAccuracySeconds = 60;

/** A token that holds by itself; whether its authority is trusted is another question. */
export interface Token {
  at: number;
  signer: Certificate;
  certificates: Certificate[];
}

/** Checks signature, imprint and accuracy; `about` gives the digest of what it must be about. */
export async function readToken(token: Bytes, about: (hash: Hash) => Promise<Bytes | undefined>): Promise<Token> {
  const verified = await verifyCms(token, { type: tstInfo });
  const fields = parts(readDer(verified.content!));
  const version = small(fields.take());
  fields.take(tags.oid);
  const [algorithm, imprint] = children(fields.take(tags.sequence));
  fields.take(tags.integer);
  const at = seconds(fields.take(tags.time));
  const accuracy = fields.optional(tags.sequence);
  fields.optional(tags.boolean);
  fields.optional(tags.integer);
  fields.optional(tags.context(0));
  fields.optional(tags.context(1));
  fields.end();
  const hash = hashOf(algorithmId(algorithm!));
  const expected = hash && (await about(hash));
  if (!expected || !equal(content(imprint!, tags.octets), expected)) throw new CmsError("the token is about something else");
  const whole = accuracy && parts(accuracy).optional(tags.integer);
  if (version !== 1 || (whole && small(whole) > maxAccuracySeconds)) throw new CmsError("the token's time or accuracy is unbelievable");
  return { at, signer: verified.signer, certificates: verified.certificates };
}
