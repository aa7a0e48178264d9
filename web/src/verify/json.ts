/** JSON of unknown shape. */

import { decode } from "./bytes";

export type Json = Record<string, unknown>;

/** Lists and objects within each other. */
const maxDepth = 64;

/** A number that is not written as a whole one, or is larger than 2^53 − 1. */
export class Fraction {
  constructor(readonly value: number) {}
}

class Malformed extends Error {}

/** Reads JSON in one way alone: no key twice in an object, no lone surrogates, whole numbers apart from others. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value(maxDepth);
    this.skip();
    if (this.at < this.text.length) throw new Malformed();
    return value;
  }

  private value(depth: number): unknown {
    this.skip();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.list(depth);
      case '"':
        return this.string();
      default:
        return this.plain();
    }
  }

  private object(depth: number): Json {
    const entries = new Map<string, unknown>();
    this.items("}", depth, (inside) => {
      this.skip();
      const key = this.string();
      this.skip();
      if (entries.has(key) || this.take(/:/y) === undefined) throw new Malformed();
      entries.set(key, this.value(inside));
    });
    return Object.fromEntries(entries);
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.items("]", depth, (inside) => items.push(this.value(inside)));
    return items;
  }

  private items(end: string, depth: number, read: (inside: number) => void): void {
    if (depth === 0) throw new Malformed();
    this.at += 1;
    this.skip();
    if (this.text[this.at] !== end) {
      do {
        read(depth - 1);
        this.skip();
      } while (this.take(/,/y) !== undefined);
    }
    if (this.text[this.at] !== end) throw new Malformed();
    this.at += 1;
  }

  private string(): string {
    const token = this.take(/"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y);
    const text = token === undefined ? undefined : (JSON.parse(token) as string);
    if (text === undefined || /\p{Surrogate}/u.test(text)) throw new Malformed();
    return text;
  }

  private plain(): unknown {
    const word = this.take(/true|false|null/y);
    if (word !== undefined) return word === "null" ? null : word === "true";
    const token = this.take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y) ?? "";
    const value = Number(token);
    if (token === "" || !Number.isFinite(value)) throw new Malformed();
    return /[.eE]/.test(token) || token === "-0" || !Number.isSafeInteger(value) ? new Fraction(value) : value;
  }

  private skip(): void {
    this.take(/[ \t\n\r]+/y);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }
}

/** Parses a file; `undefined` if it is missing or no such JSON. */
export function parseJson(file: Uint8Array | undefined): unknown {
  const text = file && decode(file);
  if (text === undefined) return undefined;
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Fraction);
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** The one key of an object, and its value; `undefined` for any other. */
export function only(value: unknown): [string, unknown] | undefined {
  const entries = isObject(value) ? Object.entries(value) : [];
  return entries.length === 1 ? entries[0] : undefined;
}

/** Whether an object has exactly these keys; `optional` ones may be missing. */
export function hasKeys(value: Json, required: string[], optional: string[] = []): boolean {
  return required.every((key) => Object.hasOwn(value, key)) && Object.keys(value).every((key) => required.includes(key) || optional.includes(key));
}

/** JSON with sorted keys and without white space: RFC 8785 for objects of texts, whole numbers, lists and null. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return value instanceof Fraction ? `${JSON.stringify(value.value)}.0` : JSON.stringify(value);
}
