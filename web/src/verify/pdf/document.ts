/** One state of a PDF: its objects as of one revision. */

import { concat, sha256 } from "../bytes";
import { decoded } from "./filters";
import { Lexer } from "./lexer";
import { type Dictionary, Name, PdfError, type PdfObject, Ref, Stream } from "./object";
import type { Entry, Section } from "./xref";

const maxPageContentBytes = 64 << 20;
const maxPages = 5000;
const lineFeed = Uint8Array.of(10);

/** Objects of one object stream by their place in it. */
type Packed = [number, PdfObject][];

/** Objects that a later revision of the file has read, by where they begin: earlier ones need not read them again. */
export type Known = Map<number, { number: number; generation: number; object: PdfObject; end: number }>;

export class PdfDocument {
  readonly entries = new Map<number, Entry>();
  readonly trailer: Dictionary;
  private readonly packed = new Map<number, Packed>();
  private readonly objects = new Map<number, PdfObject>();

  /** `sections` from the newest to the oldest. */
  private constructor(private readonly bytes: Uint8Array, sections: Section[], private readonly known: Known) {
    this.trailer = sections[0]!.trailer;
    for (const section of sections) {
      for (const [number, entry] of section.entries) if (!this.entries.has(number)) this.entries.set(number, entry);
    }
  }

  static async read(bytes: Uint8Array, sections: Section[], known: Known): Promise<PdfDocument> {
    const document = new PdfDocument(bytes, sections, known);
    const streams = new Set([...document.entries.values()].filter((entry) => entry.kind === "in").map((entry) => entry.stream));
    for (const stream of streams) document.packed.set(stream, await document.unpack(stream));
    // Everything is read at once: a file that is damaged anywhere is refused.
    for (const number of document.entries.keys()) document.object(number);
    return document;
  }

  /** The object of a number; `undefined` if there is none. */
  object(number: number): PdfObject | undefined {
    const known = this.objects.get(number);
    if (known !== undefined) return known;
    const entry = this.entries.get(number);
    if (!entry || entry.kind === "free") return undefined;
    const object = entry.kind === "at" ? this.indirect(number, entry) : this.fromStream(number, entry);
    this.objects.set(number, object);
    return object;
  }

  /** Follows references. */
  resolve = (object: PdfObject | undefined): PdfObject | undefined => {
    let found = object;
    for (let steps = 0; found instanceof Ref; steps += 1) {
      if (steps > 16) throw new PdfError("references go in a circle");
      const entry = this.entries.get(found.number);
      const generation = entry?.kind === "at" ? entry.generation : 0;
      found = generation === found.generation ? this.object(found.number) : undefined;
    }
    return found;
  };

  dictionary(object: PdfObject | undefined): Dictionary | undefined {
    const found = this.resolve(object);
    return found instanceof Map ? found : undefined;
  }

  get root(): Ref {
    const root = this.trailer.get("Root");
    if (!(root instanceof Ref)) throw new PdfError("the catalog is missing");
    return root;
  }

  get catalog(): Dictionary {
    const catalog = this.dictionary(this.root);
    if (!catalog) throw new PdfError("the catalog is missing");
    return catalog;
  }

  /** The pages in their order. */
  pages(): Ref[] {
    const pages: Ref[] = [];
    const seen = new Set<number>();
    const walk = (node: PdfObject | undefined) => {
      const dictionary = this.dictionary(node);
      if (!(node instanceof Ref) || !dictionary || seen.has(node.number) || seen.size > 2 * maxPages) throw new PdfError("the pages can't be read");
      seen.add(node.number);
      const kids = this.resolve(dictionary.get("Kids"));
      const kind = dictionary.get("Type");
      if (Array.isArray(kids) && kind instanceof Name && kind.text === "Pages") kids.forEach(walk);
      else pages.push(node);
    };
    walk(this.catalog.get("Pages"));
    return pages;
  }

  /** SHA-256 of each page's decoded content streams, each followed by a line feed. */
  async pageDigests(): Promise<string[]> {
    return Promise.all(this.pages().map(async (page) => sha256(await this.content(page))));
  }

  private async content(page: Ref): Promise<Uint8Array> {
    const contents = this.resolve(this.dictionary(page)?.get("Contents"));
    const streams = (Array.isArray(contents) ? contents : [contents]).map(this.resolve).filter((stream) => stream instanceof Stream);
    const parts: Uint8Array[] = [];
    for (const stream of streams) parts.push(await decoded(stream, this.resolve, maxPageContentBytes), lineFeed);
    return concat(...parts);
  }

  private indirect(number: number, entry: Entry & { kind: "at" }): PdfObject {
    const read = this.read(number, entry.offset);
    if (read.number !== number || read.generation !== entry.generation) throw new PdfError(`object ${number} is not where it should be`);
    return read.object;
  }

  private read(number: number, offset: number) {
    const known = this.known.get(offset);
    if (known && known.end <= this.bytes.length) return known;
    let isAlone = true;
    const lexer = new Lexer(this.bytes, offset, (length) => {
      isAlone = false;
      return this.length(length, number);
    });
    const read = { ...lexer.indirect(), end: lexer.at };
    if (isAlone) this.known.set(offset, read);
    return read;
  }

  private length(reference: Ref, of: number): number {
    const entry = this.entries.get(reference.number);
    const length = reference.number === of || entry?.kind !== "at" ? undefined : new Lexer(this.bytes, entry.offset).indirect().object;
    if (typeof length !== "number") throw new PdfError("a stream has no length");
    return length;
  }

  private fromStream(number: number, entry: Entry & { kind: "in" }): PdfObject {
    const found = this.packed.get(entry.stream)?.[entry.index];
    if (!found || found[0] !== number) throw new PdfError(`object ${number} is not where it should be`);
    return found[1];
  }

  private async unpack(number: number): Promise<Packed> {
    const entry = this.entries.get(number);
    const stream = entry?.kind === "at" ? this.object(number) : undefined;
    if (!(stream instanceof Stream)) throw new PdfError("an object stream is missing");
    const [count, first] = [stream.dictionary.get("N"), stream.dictionary.get("First")];
    if (typeof count !== "number" || typeof first !== "number" || count > 100_000) throw new PdfError("an object stream can't be read");
    const bytes = await decoded(stream, this.resolve);
    const header = new Lexer(bytes);
    const places = Array.from({ length: count }, (): [number, number] => [header.count(), header.count()]);
    return places.map(([number, offset]) => [number, new Lexer(bytes, first + offset).object()]);
  }
}
