/** The check `identity`: what was recorded of who signed, besides the key. */

import type { Files } from "./container";
import { isObject, parseJson } from "./json";
import type { Authorised, Told } from "./record";
import type { Identity } from "./verdict";

const kinds = ["code", "on_camera"];

/** Tells, for each signature in its order, how it was authorised and what confirmed who acted. */
export function identitiesOf(told: Told): Identity[] {
  return told.sealed.map(({ signatory }) => {
    const authorised = told.authorised.get(signatory);
    return { signatory, method: authorised?.method ?? null, factors: authorised?.factors ?? [] };
  });
}

export function checkIdentities(told: Told, files: Files): string[] {
  return told.sealed.flatMap(({ signatory }) => {
    const authorised = told.authorised.get(signatory);
    return authorised ? checkOne(files, signatory, authorised).map((finding) => `${signatory}: ${finding}`) : [];
  });
}

function checkOne(files: Files, signatory: string, { method, factors, person }: Authorised): string[] {
  const findings: string[] = [];
  const proof = parseJson(files.get(`authorisations/${signatory}.json`));
  const answer = isObject(proof) ? proof["authorisation"] : undefined;
  if (isObject(answer) && typeof answer["method"] === "string" && answer["method"] !== method) findings.push("it was authorised in another way than the record tells");
  for (const { kind, by } of factors) {
    if (!kinds.includes(kind)) findings.push(`${kind} confirms nothing that is known`);
    else if (kind === "on_camera" && (by === null || by === person)) findings.push("nobody else saw it on camera");
  }
  return findings;
}
