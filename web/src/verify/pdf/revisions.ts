/** The revisions of a file: each cross-reference section, with the file up to its end. */

import { latin, sha256 } from "../bytes";
import { type Known, PdfDocument } from "./document";
import { PdfError } from "./object";
import { type Section, lastSection, readSection } from "./xref";

export const maxPdfBytes = 32 << 20;
const maxRevisions = 256;
const marker = "%%EOF";

export interface Revision {
  length: number;
  sha256: string;
  document: PdfDocument;
}

/** Follows the chain of sections back to the first revision; oldest first. */
export async function revisionsOf(pdf: Uint8Array): Promise<Revision[]> {
  if (pdf.length > maxPdfBytes) throw new PdfError("it is too large");
  if (latin(pdf.subarray(0, 7)) !== "%PDF-1.") throw new PdfError("it does not begin as a PDF");
  const sections = await chain(pdf);
  const revisions: Revision[] = [];
  const known: Known = new Map();
  for (const [i, section] of sections.entries()) {
    const newer = sections[i - 1];
    const length = newer ? endAfter(pdf, section.start) : pdf.length;
    if (newer && length >= newer.start) throw new PdfError("its revisions don't follow each other");
    const bytes = pdf.subarray(0, length);
    if (lastSection(bytes) !== section.start) throw new PdfError("its revisions don't follow each other");
    revisions.push({ length, sha256: await sha256(bytes), document: await PdfDocument.read(bytes, sections.slice(i), known) });
  }
  return revisions.reverse();
}

/** The sections from the newest to the oldest. */
async function chain(pdf: Uint8Array): Promise<Section[]> {
  const sections: Section[] = [];
  let next: number | undefined = lastSection(pdf);
  while (next !== undefined) {
    if (sections.length === maxRevisions) throw new PdfError("it has too many revisions");
    const section: Section = await readSection(pdf, next);
    sections.push(section);
    const previous = section.trailer.get("Prev");
    if (previous !== undefined && !(typeof previous === "number" && previous >= 0 && previous < next)) throw new PdfError("its revisions don't follow each other");
    next = previous as number | undefined;
  }
  return sections;
}

/** Where the revision ends whose section begins at `start`: after the next `%%EOF` and its line end. */
function endAfter(pdf: Uint8Array, start: number): number {
  for (let at = start; at <= pdf.length - marker.length; at += 1) {
    at = pdf.indexOf(0x25, at);
    if (at < 0) break;
    if (latin(pdf.subarray(at, at + marker.length)) !== marker) continue;
    let end = at + marker.length;
    for (const lineEnd of [13, 10]) if (pdf[end] === lineEnd) end += 1;
    return end;
  }
  throw new PdfError("a revision does not end");
}
