/** PDF objects (ISO 32000-1, 7.3), and when two are the same. */

import { equal } from "../bytes";

/** A file that is no PDF, or uses what is not understood here. */
export class PdfError extends Error {}

export class Name {
  constructor(readonly text: string) {}
}

/** A real number, by what stands in the file. */
export class Real {
  constructor(readonly text: string) {}
}

export class Text {
  constructor(readonly bytes: Uint8Array, readonly isHex: boolean) {}
}

export class Ref {
  constructor(readonly number: number, readonly generation: number) {}
}

export class Stream {
  constructor(readonly dictionary: Dictionary, readonly raw: Uint8Array) {}
}

export type Dictionary = Map<string, PdfObject>;

/** Whole numbers are numbers. */
export type PdfObject = null | boolean | number | Real | Name | Text | Ref | PdfObject[] | Dictionary | Stream;

/** Whether two objects say the same; dictionaries in any order. */
export function same(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === b) return true;
  if (a instanceof Name && b instanceof Name) return a.text === b.text;
  // Two spellings of one number of single precision, which is what readers keep, are the same.
  if (a instanceof Real && b instanceof Real) return Math.fround(Number(a.text)) === Math.fround(Number(b.text));
  if (a instanceof Text && b instanceof Text) return a.isHex === b.isHex && equal(a.bytes, b.bytes);
  if (a instanceof Ref && b instanceof Ref) return a.number === b.number && a.generation === b.generation;
  if (a instanceof Stream && b instanceof Stream) return equal(a.raw, b.raw) && same(a.dictionary, b.dictionary);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (a instanceof Map && b instanceof Map) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)));
  return false;
}
