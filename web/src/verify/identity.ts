/** The check `identity`: what was recorded of who signed, besides the key. */

import { fromBase64Url, sha256 } from "./bytes";
import type { Files } from "./container";
import { type Json, isObject, parseJson } from "./json";
import type { Authorised, Told } from "./record";
import type { Identity } from "./verdict";

const kinds = ["code", "on_camera", "own_will"];

/** Tells, for each signature in its order, how it was authorised and what confirmed who acted. */
export function identitiesOf(told: Told): Identity[] {
  return told.sealed.map(({ signatory }) => {
    const authorised = told.authorised.get(signatory);
    return { signatory, method: authorised?.method ?? null, key_since: authorised?.signer?.since ?? null, factors: authorised?.factors ?? [] };
  });
}

export async function checkIdentities(told: Told, files: Files): Promise<string[]> {
  const findings: string[] = [];
  for (const { signatory } of told.sealed) {
    const authorised = told.authorised.get(signatory);
    if (authorised) findings.push(...(await checkOne(files, signatory, authorised)).map((finding) => `${signatory}: ${finding}`));
  }
  return findings;
}

async function checkOne(files: Files, signatory: string, { method, factors, person, signer }: Authorised): Promise<string[]> {
  const findings: string[] = [];
  const proof = parseJson(files.get(`authorisations/${signatory}.json`));
  const answer = isObject(proof) ? proof["authorisation"] : undefined;
  if (isObject(answer) && typeof answer["method"] === "string" && answer["method"] !== method) findings.push("it was authorised in another way than the record tells");
  if (signer && isObject(proof) && (await keyOf(proof)) !== signer.key) findings.push("it was authorised with another key than the record tells");
  for (const { kind, by } of factors) {
    if (!kinds.includes(kind)) findings.push(`${kind} confirms nothing that is known`);
    else if (kind === "on_camera" && (by === null || by === person)) findings.push("nobody else saw it on camera");
    else if (kind === "own_will" && (by === null || by === person)) findings.push("nobody else heard that it signs of its own will");
  }
  return findings;
}

/** The digest of the key that a proof names. */
async function keyOf(proof: Json): Promise<string | undefined> {
  const key = typeof proof["public_key"] === "string" ? fromBase64Url(proof["public_key"]) : undefined;
  return key && (await sha256(key));
}
