/** What a signature covers, and the signature (ISO 32000-1, 12.8.1). */

import { type Bytes, concat, digest, equal, latin, unhex } from "../bytes";
import type { PdfDocument } from "../pdf/document";
import { type Dictionary, Name, Text } from "../pdf/object";

export interface Covered {
  sha256: Bytes;
  /** How much of the file, but for `/Contents`. */
  end: number;
  cms: Bytes;
  isTimestamp: boolean;
}

/** Reads a byte range that is all of a revision but its own `/Contents`; `undefined` for any other. */
export async function coveredBy(pdf: Uint8Array, signature: Dictionary): Promise<Covered | undefined> {
  const [kind, range, contents] = [signature.get("SubFilter"), signature.get("ByteRange"), signature.get("Contents")];
  const isTimestamp = kind instanceof Name && kind.text === "ETSI.RFC3161";
  if (!isTimestamp && !(kind instanceof Name && kind.text === "ETSI.CAdES.detached")) return undefined;
  if (!Array.isArray(range) || range.length !== 4 || !range.every((part) => typeof part === "number" && part >= 0)) return undefined;
  const [first, open, close, rest] = range as [number, number, number, number];
  const end = close + rest;
  if (first !== 0 || open >= close || end > pdf.length || !(contents instanceof Text)) return undefined;
  const [, digits] = /^<([0-9a-fA-F]*)>$/.exec(latin(pdf.subarray(open, close))) ?? [];
  const written = digits === undefined ? undefined : unhex(digits);
  const cms = written && equal(written, contents.bytes) ? withoutPadding(written) : undefined;
  if (!cms || !/%%EOF[\0\t\n\f\r ]*$/.test(latin(pdf.subarray(Math.max(0, end - 64), end)))) return undefined;
  return { sha256: await digest("SHA-256", concat(pdf.subarray(0, open), pdf.subarray(close, end))), end, cms, isTimestamp };
}

/** Cuts the zeros after the outer SEQUENCE; anything else there could hide data. */
function withoutPadding(contents: Bytes): Bytes | undefined {
  if (contents[0] !== 0x30 || contents[1] !== 0x82 || contents.length < 4) return undefined;
  const length = 4 + contents[2]! * 256 + contents[3]!;
  return contents.length >= length && contents.subarray(length).every((byte) => byte === 0) ? contents.subarray(0, length) : undefined;
}

/** Whether a signature asks for DocMDP with P=2. */
export function certifies(document: PdfDocument, signature: Dictionary): boolean {
  const references = signature.get("Reference");
  return Array.isArray(references) && references.some((reference) => {
    if (!(reference instanceof Map)) return false;
    const method = reference.get("TransformMethod");
    return method instanceof Name && method.text === "DocMDP" && document.dictionary(reference.get("TransformParams"))?.get("P") === 2;
  });
}
