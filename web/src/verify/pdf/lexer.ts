/** Reads PDF objects out of bytes, strictly: what is out of form is refused, never mended. */

import { latin } from "../bytes";
import { type Dictionary, Name, PdfError, type PdfObject, Real, Ref, Stream, Text } from "./object";

const maxDepth = 100;
const space = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set([..."()<>[]{}/%"].map((c) => c.charCodeAt(0)));
const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12, "(": 40, ")": 41, "\\": 92 };

/** Tells the length of a stream that stands in another object. */
export type LengthOf = (reference: Ref) => number;

export class Lexer {
  constructor(readonly bytes: Uint8Array, public at = 0, private readonly lengthOf?: LengthOf) {}

  /** Skips white space and comments. */
  skip(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === 0x25) while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
      else if (byte !== undefined && space.has(byte)) this.at += 1;
      else return;
    }
  }

  /** Reads a run of regular characters. */
  word(): string {
    this.skip();
    const start = this.at;
    while (this.at < this.bytes.length && !space.has(this.bytes[this.at]!) && !delimiters.has(this.bytes[this.at]!)) this.at += 1;
    return latin(this.bytes.subarray(start, this.at));
  }

  /** Reads a word that must be this one. */
  expect(word: string): void {
    if (this.word() !== word) throw new PdfError(`"${word}" is missing at byte ${this.at}`);
  }

  /** Reads a whole number without sign. */
  count(): number {
    const word = this.word();
    if (!/^[0-9]{1,10}$/.test(word)) throw new PdfError(`a number is missing at byte ${this.at}`);
    return Number(word);
  }

  /** Reads `n g obj … endobj`. */
  indirect(): { number: number; generation: number; object: PdfObject } {
    const number = this.count();
    const generation = this.count();
    this.expect("obj");
    const object = this.object();
    if (!(object instanceof Map)) {
      this.expect("endobj");
      return { number, generation, object };
    }
    const word = this.word();
    if (word === "endobj") return { number, generation, object };
    if (word !== "stream") throw new PdfError(`an object does not end at byte ${this.at}`);
    return { number, generation, object: this.stream(object) };
  }

  object(depth = 0): PdfObject {
    if (depth > maxDepth) throw new PdfError("objects are nested too deep");
    this.skip();
    switch (String.fromCharCode(this.bytes[this.at] ?? 0)) {
      case "/":
        return this.name();
      case "(":
        return this.literal();
      case "<":
        return this.bytes[this.at + 1] === 0x3c ? this.dictionary(depth) : this.hexadecimal();
      case "[":
        return this.array(depth);
      default:
        return this.plain();
    }
  }

  private plain(): PdfObject {
    const start = this.at;
    const word = this.word();
    if (/^[+-]?[0-9]{1,15}$/.test(word)) return this.reference(word) ?? Number(word);
    if (/^[+-]?([0-9]+\.[0-9]*|\.[0-9]+)$/.test(word)) return new Real(word);
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    throw new PdfError(`no object at byte ${start}`);
  }

  private reference(first: string): Ref | undefined {
    const back = this.at;
    if (/^[0-9]+$/.test(first)) {
      const second = this.word();
      if (/^[0-9]{1,5}$/.test(second) && this.word() === "R") return new Ref(Number(first), Number(second));
    }
    this.at = back;
    return undefined;
  }

  private name(): Name {
    this.at += 1;
    const start = this.at;
    while (this.at < this.bytes.length && !space.has(this.bytes[this.at]!) && !delimiters.has(this.bytes[this.at]!)) this.at += 1;
    const text = latin(this.bytes.subarray(start, this.at));
    if (/#(?![0-9a-fA-F]{2})/.test(text)) throw new PdfError("a name can't be read");
    return new Name(text.replace(/#(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))));
  }

  private literal(): Text {
    const out: number[] = [];
    let open = 1;
    for (this.at += 1; ; this.at += 1) {
      let byte = this.bytes[this.at];
      if (byte === undefined) throw new PdfError("a text does not end");
      if (byte === 0x28) open += 1;
      if (byte === 0x29) open -= 1;
      if (open === 0) break;
      if (byte === 0x5c) {
        const escaped = this.escape();
        if (escaped === undefined) continue;
        byte = escaped;
      } else if (byte === 13) {
        if (this.bytes[this.at + 1] === 10) this.at += 1;
        byte = 10;
      }
      out.push(byte);
    }
    this.at += 1;
    return new Text(Uint8Array.from(out), false);
  }

  /** Reads what follows a backslash; leaves `at` on its last byte. */
  private escape(): number | undefined {
    this.at += 1;
    const char = String.fromCharCode(this.bytes[this.at] ?? 0);
    if (char in escapes) return escapes[char];
    if (/[0-7]/.test(char)) {
      const [digits = ""] = /^[0-7]{1,3}/.exec(latin(this.bytes.subarray(this.at, this.at + 3))) ?? [];
      this.at += digits.length - 1;
      return Number.parseInt(digits, 8) & 0xff;
    }
    if (char === "\r" && this.bytes[this.at + 1] === 10) this.at += 1;
    return char === "\r" || char === "\n" ? undefined : char.charCodeAt(0);
  }

  private hexadecimal(): Text {
    const end = this.bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new PdfError("a text does not end");
    const digits = latin(this.bytes.subarray(this.at + 1, end)).replace(/[\0\t\n\f\r ]/g, "");
    if (!/^[0-9a-fA-F]*$/.test(digits)) throw new PdfError("a text can't be read");
    this.at = end + 1;
    const bytes = Uint8Array.from({ length: Math.ceil(digits.length / 2) }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2).padEnd(2, "0"), 16));
    return new Text(bytes, true);
  }

  private array(depth: number): PdfObject[] {
    const items: PdfObject[] = [];
    for (this.at += 1; ; items.push(this.object(depth + 1))) {
      this.skip();
      if (this.bytes[this.at] === 0x5d) break;
    }
    this.at += 1;
    return items;
  }

  private dictionary(depth: number): Dictionary {
    const entries: Dictionary = new Map();
    for (this.at += 2; ; ) {
      this.skip();
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) break;
      if (this.bytes[this.at] !== 0x2f) throw new PdfError(`a key is missing at byte ${this.at}`);
      const key = this.name().text;
      // Readers differ in which of two they believe.
      if (entries.has(key)) throw new PdfError(`a dictionary has /${key} twice`);
      entries.set(key, this.object(depth + 1));
    }
    this.at += 2;
    return entries;
  }

  private stream(dictionary: Dictionary): Stream {
    if (this.bytes[this.at] === 13) this.at += 1;
    if (this.bytes[this.at] !== 10) throw new PdfError("a stream does not begin on its line");
    this.at += 1;
    const said = dictionary.get("Length");
    const length = said instanceof Ref ? this.lengthOf?.(said) : said;
    if (typeof length !== "number" || length < 0 || this.at + length > this.bytes.length) throw new PdfError("a stream has no length");
    const raw = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    this.expect("endstream");
    this.expect("endobj");
    return new Stream(dictionary, raw);
  }
}
