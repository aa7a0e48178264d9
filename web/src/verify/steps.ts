/** The check `revisions`: the document is the record's as frozen, after each signature, as signed, as archived. */

import type { Report } from "./document/inspect";
import { isNear } from "./moment";
import type { Told } from "./record";

/** Names a signatory's signature field. */
export function fieldOf(signatory: string): string {
  return `sig-${signatory.replaceAll("-", "")}`;
}

/** `document` is the SHA-256 of the whole file. */
export function checkSteps(told: Told, report: Report, document: string): string[] {
  const findings: string[] = [];
  const { frozen } = told;
  if (frozen && frozen.document !== report.frozen) findings.push("the document does not grow out of the frozen one");
  else if (frozen && frozen.pages.join() !== report.pages.join()) findings.push("the pages are not those that were frozen");
  for (const { signatory, revision, certificate, at } of told.sealed) {
    const field = fieldOf(signatory);
    const signature = report.signatures.find((found) => found.field === field);
    // Whether there is a timestamp that holds is the document's own check.
    if (signature && signature.at !== null && !isNear(at, signature.at)) findings.push(`${field} was timestamped at another time than the record's`);
    if (!signature || report.revisions.get(signature.covers) !== revision) findings.push(`${field} is not the signature that the record tells of`);
    if (certificate !== undefined && certificate !== signature?.serial) findings.push(`${field} was signed with another certificate than the record's`);
  }
  const known = new Set(told.sealed.map(({ signatory }) => fieldOf(signatory)));
  for (const { kind, field } of report.signatures) if (kind === "signature" && !known.has(field)) findings.push(`${field} is not in the record`);
  if ((told.archived.at(-1) ?? told.signed) !== document) findings.push("the document is not the record's last one");
  if (told.signed !== told.sealed.at(-1)?.revision) findings.push("the record's signed document is not that of the last signature");
  return findings;
}
