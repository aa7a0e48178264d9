/** JSON of unknown shape. */

import { decode } from "./bytes";

export type Json = Record<string, unknown>;

/** Parses a file; `undefined` if it is missing or no JSON. */
export function parseJson(file: Uint8Array | undefined): unknown {
  const text = file && decode(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
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
  return JSON.stringify(value);
}
