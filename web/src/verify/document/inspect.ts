/** The check `document`: what every signature covers, whether it holds, and what each revision changed. */

import { type Maker, wrong } from "../pdf/changes";
import { type Revision, revisionsOf } from "../pdf/revisions";
import type { Roots } from "../trust";
import { type Level, levels } from "../verdict";
import { type Field, repeated, signatureFields } from "./fields";
import { type Signature, checkOrder, judgeSignatures } from "./signatures";
import { readStore } from "./store";

/** What a PDF's signatures are worth. */
export interface Report {
  /** SHA-256 of each revision by its length. */
  revisions: Map<number, string>;
  /** SHA-256 of the revision that the first signature signed. */
  frozen: string;
  /** SHA-256 of each page as frozen. */
  pages: string[];
  /** Oldest first. */
  signatures: Signature[];
  problems: string[];
}

/** Reads a PDF and checks everything about its signatures as of `now`; throws when it can't be read. */
export async function inspect(pdf: Uint8Array, roots: Roots, now: number): Promise<Report> {
  const revisions = await revisionsOf(pdf);
  const { document } = revisions.at(-1)!;
  const fields = signatureFields(document);
  const signatures = await judgeSignatures(pdf, document, fields, await readStore(document), roots, now);
  checkOrder(signatures);
  const frozen = frozenOf(revisions, signatures);
  const problems = [
    ...repeated(fields).map((name) => `two fields are called ${name}`),
    ...checkRevisions(revisions, frozen, fields, signatures),
    ...signatures.flatMap((signature) => signature.problems),
  ];
  return {
    revisions: new Map(revisions.map((revision) => [revision.length, revision.sha256])),
    frozen: revisions[frozen]!.sha256,
    pages: await revisions[frozen]!.document.pageDigests(),
    signatures,
    problems: signatures.length > 0 ? problems : [...problems, "the document is not signed"],
  };
}

/** The revision before the first signature's, or the last one if nothing is signed. */
function frozenOf(revisions: Revision[], signatures: Signature[]): number {
  const signed = revisions.findIndex((revision) => revision.length === signatures[0]?.covers);
  return signed < 0 ? revisions.length - 1 : Math.max(0, signed - 1);
}

/** Every revision after the frozen one is one signature's or timestamp's and changes nothing else. */
function checkRevisions(revisions: Revision[], frozen: number, fields: Field[], signatures: Signature[]): string[] {
  const problems = signatures
    .filter((signature) => revisions.every((revision) => revision.length !== signature.covers))
    .map((signature) => `${signature.field}: the byte range is not the whole revision`);
  for (let i = frozen + 1; i < revisions.length; i += 1) {
    const [before, after] = [revisions[i - 1]!, revisions[i]!];
    const makers = signatures.filter((signature) => signature.covers === after.length);
    if (makers.length !== 1) problems.push(`the revision ending at byte ${after.length} is not signed`);
    const objects = wrong(before.document, after.document, makerOf(makers[0], fields, i === frozen + 1));
    problems.push(...objects.map((object) => `the revision ending at byte ${after.length} changed object ${object}`));
  }
  return problems;
}

function makerOf(signature: Signature | undefined, fields: Field[], isFirst: boolean): Maker | undefined {
  const field = fields.find(({ name }) => name === signature?.field);
  return field?.valueId && { field: field.id, value: field.valueId, isTimestamp: signature?.kind === "document-timestamp", isFirst };
}

/** The level that all signatures have; document timestamps have none. */
export function levelOf({ signatures }: Report): Level | null {
  const found = signatures.filter((signature) => signature.kind !== "document-timestamp").map((signature) => signature.level);
  if (found.length === 0 || found.includes(null)) return null;
  return levels.find((level) => found.includes(level)) ?? null;
}
