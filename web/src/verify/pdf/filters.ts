/** Stream filters (ISO 32000-1, 7.4): Flate with PNG predictors, and the two of text; all bounded. */

import { concat, latin, own } from "../bytes";
import { type Dictionary, Name, PdfError, type PdfObject, type Stream } from "./object";

/** Most that one stream may inflate to. */
export const maxInflatedBytes = 64 << 20;

/** Resolves what may be a reference. */
export type Resolve = (object: PdfObject | undefined) => PdfObject | undefined;

/** Decodes a stream; throws where a filter is none of those known here. */
export async function decoded(stream: Stream, resolve: Resolve, limit = maxInflatedBytes): Promise<Uint8Array> {
  const filters = list(resolve(stream.dictionary.get("Filter")));
  const parameters = list(resolve(stream.dictionary.get("DecodeParms")));
  if (filters.length > 4) throw new PdfError("a stream has too many filters");
  let bytes = stream.raw;
  for (const [i, filter] of filters.entries()) {
    const name = resolve(filter);
    const asked = resolve(parameters[i]);
    bytes = await apply(name instanceof Name ? name.text : "", bytes, asked instanceof Map ? asked : new Map(), limit);
    if (bytes.length > limit) throw new PdfError("a stream is too large");
  }
  return bytes;
}

function list(object: PdfObject | undefined): PdfObject[] {
  return object === undefined || object === null ? [] : Array.isArray(object) ? object : [object];
}

async function apply(filter: string, bytes: Uint8Array, parameters: Dictionary, limit: number): Promise<Uint8Array> {
  switch (filter) {
    case "FlateDecode":
      return unpredicted(await inflate(bytes, limit), parameters);
    case "ASCIIHexDecode":
      return fromHex(latin(bytes));
    case "ASCII85Decode":
      return from85(latin(bytes));
    default:
      throw new PdfError(`streams of /${filter} can't be read`);
  }
}

/** Inflates zlib data; stops as soon as it grows over the limit. */
export async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const source = new Blob([own(bytes)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = source.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(...parts);
      size += value.length;
      if (size > limit) break;
      parts.push(value);
    }
  } catch {
    throw new PdfError("a stream can't be inflated");
  }
  await reader.cancel().catch(() => undefined);
  throw new PdfError("a stream is too large");
}

function parameter(parameters: Dictionary, key: string, usual: number): number {
  const value = parameters.get(key) ?? usual;
  if (typeof value !== "number" || value < 1 || value > 1 << 16) throw new PdfError("a filter's parameters can't be read");
  return value;
}

/** Undoes PNG predictors (RFC 2083, section 6). */
function unpredicted(bytes: Uint8Array, parameters: Dictionary): Uint8Array {
  const predictor = parameter(parameters, "Predictor", 1);
  if (predictor === 1) return bytes;
  if (predictor < 10) throw new PdfError("a predictor is not understood");
  const bits = parameter(parameters, "Colors", 1) * parameter(parameters, "BitsPerComponent", 8);
  const step = Math.max(1, bits >> 3);
  const width = Math.ceil((bits * parameter(parameters, "Columns", 1)) / 8);
  if (bytes.length % (width + 1) !== 0) throw new PdfError("rows of a stream are not whole");
  const rows = bytes.length / (width + 1);
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (width + 1) + 1;
    const to = row * width;
    const kind = bytes[from - 1]!;
    if (kind > 4) throw new PdfError("a predictor is not understood");
    for (let i = 0; i < width; i += 1) {
      const left = i >= step ? out[to + i - step]! : 0;
      const up = row > 0 ? out[to + i - width]! : 0;
      const corner = i >= step && row > 0 ? out[to + i - width - step]! : 0;
      out[to + i] = bytes[from + i]! + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind]!;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function fromHex(text: string): Uint8Array {
  const [body = ""] = text.split(">");
  const digits = body.replace(/\s/g, "");
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw new PdfError("a stream can't be read");
  return Uint8Array.from({ length: Math.ceil(digits.length / 2) }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2).padEnd(2, "0"), 16));
}

function from85(text: string): Uint8Array {
  const [body = ""] = text.split("~>");
  const digits = body.replace(/\s/g, "").replaceAll("z", "!!!!!");
  if (!/^[!-u]*$/.test(digits)) throw new PdfError("a stream can't be read");
  const out: number[] = [];
  for (let i = 0; i < digits.length; i += 5) {
    const group = digits.slice(i, i + 5);
    const value = [...group.padEnd(5, "u")].reduce((sum, c) => sum * 85 + c.charCodeAt(0) - 33, 0);
    if (group.length === 1 || value >= 2 ** 32) throw new PdfError("a stream can't be read");
    out.push(...[24, 16, 8, 0].slice(0, group.length - 1).map((shift) => Math.floor(value / 2 ** shift) & 0xff));
  }
  return Uint8Array.from(out);
}
