/** Cross-reference tables and streams (ISO 32000-1, 7.5.4 and 7.5.8). */

import { latin } from "../bytes";
import { decoded } from "./filters";
import { Lexer } from "./lexer";
import { type Dictionary, Name, PdfError, Stream } from "./object";

const maxObjects = 1 << 20;

/** Where an object stands: by itself, in an object stream, or nowhere any more. */
export type Entry =
  | { kind: "at"; offset: number; generation: number }
  | { kind: "in"; stream: number; index: number }
  | { kind: "free" };

/** One cross-reference section. */
export interface Section {
  start: number;
  entries: Map<number, Entry>;
  trailer: Dictionary;
}

/** Finds the section that the end of a file names; what follows the end mark is the last revision's, and not signed. */
export function lastSection(bytes: Uint8Array): number {
  const tail = latin(bytes.subarray(Math.max(0, bytes.length - 1024)));
  const [, start] = /^startxref[\r\n ]+([0-9]{1,10})[\r\n ]+%%EOF/.exec(tail.slice(Math.max(0, tail.lastIndexOf("startxref")))) ?? [];
  if (start === undefined) throw new PdfError("it does not end as a PDF");
  return Number(start);
}

export async function readSection(bytes: Uint8Array, start: number): Promise<Section> {
  const lexer = new Lexer(bytes, start);
  const isTable = latin(bytes.subarray(start, start + 4)) === "xref";
  const section = isTable ? table(lexer, start) : await stream(lexer, start);
  if (section.trailer.has("Encrypt")) throw new PdfError("it is encrypted");
  if (section.trailer.has("XRefStm")) throw new PdfError("it has two kinds of cross-references");
  return section;
}

function table(lexer: Lexer, start: number): Section {
  const entries = new Map<number, Entry>();
  lexer.expect("xref");
  for (;;) {
    const word = lexer.word();
    if (word === "trailer") break;
    if (!/^[0-9]{1,7}$/.test(word)) throw new PdfError("a cross-reference table can't be read");
    const count = lexer.count();
    if (count > maxObjects) throw new PdfError("it has too many objects");
    for (let number = Number(word); number < Number(word) + count; number += 1) put(entries, number, row(lexer));
  }
  const trailer = lexer.object();
  if (!(trailer instanceof Map)) throw new PdfError("a trailer is missing");
  return { start, entries, trailer };
}

function row(lexer: Lexer): Entry {
  const offset = lexer.count();
  const generation = lexer.count();
  const kind = lexer.word();
  if (kind !== "n" && kind !== "f") throw new PdfError("a cross-reference table can't be read");
  return kind === "n" ? { kind: "at", offset, generation } : { kind: "free" };
}

/** One section that names an object twice would be read in two ways. */
function put(entries: Map<number, Entry>, number: number, entry: Entry): void {
  if (entries.has(number) || number > maxObjects) throw new PdfError("a cross-reference section names an object twice");
  entries.set(number, entry);
}

async function stream(lexer: Lexer, start: number): Promise<Section> {
  const { object } = lexer.indirect();
  const kind = object instanceof Stream ? object.dictionary.get("Type") : undefined;
  if (!(object instanceof Stream) || !(kind instanceof Name) || kind.text !== "XRef") throw new PdfError("a cross-reference section is missing");
  const trailer = object.dictionary;
  const widths = numbers(trailer.get("W"));
  const size = trailer.get("Size");
  const index = trailer.has("Index") ? numbers(trailer.get("Index")) : [0, typeof size === "number" ? size : -1];
  if (widths.length !== 3 || widths.some((width) => width > 6) || index.length % 2 !== 0) throw new PdfError("a cross-reference stream can't be read");
  const bytes = await decoded(object, (value) => value);
  const entries = new Map<number, Entry>();
  let at = 0;
  const field = (width: number, usual: number) => {
    if (width === 0) return usual;
    if (at + width > bytes.length) throw new PdfError("a cross-reference stream is too short");
    let value = 0;
    for (const end = at + width; at < end; at += 1) value = value * 256 + bytes[at]!;
    return value;
  };
  for (let i = 0; i < index.length; i += 2) {
    for (let number = index[i]!; number < index[i]! + index[i + 1]!; number += 1) {
      const [kind, first, second] = [field(widths[0]!, 1), field(widths[1]!, 0), field(widths[2]!, 0)];
      if (kind > 2) throw new PdfError("a cross-reference stream can't be read");
      put(entries, number, kind === 0 ? { kind: "free" } : kind === 1 ? { kind: "at", offset: first, generation: second } : { kind: "in", stream: first, index: second });
    }
  }
  if (at !== bytes.length) throw new PdfError("a cross-reference stream is too long");
  return { start, entries, trailer };
}

function numbers(object: unknown): number[] {
  if (!Array.isArray(object) || !object.every((item) => typeof item === "number" && item >= 0 && item <= maxObjects)) {
    throw new PdfError("a cross-reference stream can't be read");
  }
  return object as number[];
}
