/** DER (X.690), strictly: lengths in their one form, nothing after the end. What was read keeps its bytes. */

import { type Bytes, equal, latin } from "../bytes";

/** Bytes that are not DER, or not of the shape that a standard gives. */
export class DerError extends Error {}

/** A value with its tag: one byte, which is all that occurs. */
export interface Node {
  tag: number;
  /** Tag, length and content. */
  der: Bytes;
  content: Bytes;
}

export const tags = {
  boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, enumerated: 0x0a, utcTime: 0x17, time: 0x18, sequence: 0x30, set: 0x31,
  /** Context-specific, primitive or constructed. */
  part: (number: number) => 0x80 | number,
  context: (number: number) => 0xa0 | number,
};

const stringTags = [0x0c, 0x12, 0x13, 0x14, 0x16, 0x1e];

/** Reads one value that is all there is. */
export function readDer(bytes: Bytes): Node {
  const node = next(bytes, 0);
  if (node.der.length !== bytes.length) throw new DerError("something follows");
  return node;
}

/** Reads the values inside a value. */
export function children(node: Node): Node[] {
  if ((node.tag & 0x20) === 0) throw new DerError("not constructed");
  const found: Node[] = [];
  for (let at = 0; at < node.content.length; ) {
    const child = next(node.content, at);
    found.push(child);
    at += child.der.length;
  }
  return found;
}

/** Reads a SEQUENCE as a queue, for what is optional in it. */
export function parts(node: Node, tag: number = tags.sequence): Parts {
  if (node.tag !== tag) throw new DerError("another tag");
  return new Parts(children(node));
}

export class Parts {
  private at = 0;

  constructor(private readonly nodes: Node[]) {}

  /** Takes the next value, which must have this tag, if any is said. */
  take(tag?: number): Node {
    const node = this.nodes[this.at];
    if (!node || (tag !== undefined && node.tag !== tag)) throw new DerError("a part is missing");
    this.at += 1;
    return node;
  }

  /** Takes the next value if it has one of these tags. */
  optional(...wanted: number[]): Node | undefined {
    const node = this.nodes[this.at];
    return node && wanted.includes(node.tag) ? this.take() : undefined;
  }

  end(): void {
    if (this.at !== this.nodes.length) throw new DerError("something follows");
  }
}

function next(bytes: Bytes, at: number): Node {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError("no value");
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError("a length is out of form");
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError("a length is out of form");
  }
  if (start + length > bytes.length) throw new DerError("a value is cut off");
  return { tag, der: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** The content of a value that must have this tag. */
export function content(node: Node, tag: number): Bytes {
  if (node.tag !== tag) throw new DerError("another tag");
  return node.content;
}

/** An object identifier with dots. */
export function oid(node: Node): string {
  const bytes = content(node, tags.oid);
  const arcs: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const first = arcs[0];
  if (first === undefined || (bytes.at(-1) ?? 0x80) & 0x80) throw new DerError("no object identifier");
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...arcs.slice(1)].join(".");
}

/** A small non-negative number. */
export function small(node: Node, tag: number = tags.integer): number {
  const bytes = content(node, tag);
  if (bytes.length === 0 || bytes.length > 6 || bytes[0]! & 0x80) throw new DerError("no small number");
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

export function truth(node: Node): boolean {
  const bytes = content(node, tags.boolean);
  if (bytes.length !== 1 || (bytes[0] !== 0 && bytes[0] !== 0xff)) throw new DerError("neither true nor false");
  return bytes[0] === 0xff;
}

/** A BIT STRING of whole bytes. */
export function bits(node: Node): Bytes {
  const bytes = content(node, tags.bits);
  if (bytes[0] !== 0) throw new DerError("bits are left over");
  return bytes.subarray(1);
}

/** UTCTime or GeneralizedTime in seconds since 1970; fractions are dropped. */
export function seconds(node: Node): number {
  const text = latin(node.content);
  if (node.tag === tags.utcTime && /^\d{12}Z$/.test(text)) return at(`${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}`);
  if (node.tag === tags.time && /^\d{14}(\.\d+)?Z$/.test(text)) return at(text);
  throw new DerError("no time");
}

function at(text: string): number {
  const [, year, ...rest] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text)!;
  const iso = `${year}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}:${rest[4]}.000Z`;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== iso) throw new DerError("no time");
  return date.getTime() / 1000;
}

/** A text of any string type. */
export function text(node: Node): string | undefined {
  if (!stringTags.includes(node.tag)) return undefined;
  if (node.tag === 0x1e) return new TextDecoder("utf-16be").decode(node.content);
  return node.tag === 0x0c ? new TextDecoder().decode(node.content) : latin(node.content);
}

export function isSame(a: Node, b: Node): boolean {
  return equal(a.der, b.der);
}
