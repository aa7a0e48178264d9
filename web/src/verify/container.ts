/**
 * The ZIP file of a bundle, in the one form that is accepted. What was read is written again and compared, so that not a
 * bit of the container is free.
 */

import { type Bytes, decode, encode, equal } from "./bytes";
import { crc32 } from "./crc32";

/** The files of a bundle in the byte order of their paths. */
export type Files = Map<string, Bytes>;

export const maxBundleBytes = 1 << 30;
const maxFiles = 20_000;
const maxPathBytes = 200;
const localBytes = 30;
const centralBytes = 46;
const endBytes = 22;
const local = 0x04034b50;
const central = 0x02014b50;
const end = 0x06054b50;
/** Midnight of 1980-01-01. */
const date = 0x21;
const version = 20;

function isPath(path: string): boolean {
  return path.length <= maxPathBytes && path.split("/").every((part) => /^[a-z0-9_-][a-z0-9._-]*$/.test(part));
}

/** Writes files as a bundle; they must stand in the order of their paths. */
export function write(files: Files): Bytes | undefined {
  const entries = [...files];
  if (entries.length > maxFiles || !entries.every(([path]) => isPath(path))) return undefined;
  const size = entries.reduce((sum, [path, content]) => sum + localBytes + centralBytes + 2 * path.length + content.length, endBytes);
  if (size > maxBundleBytes) return undefined;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  const header = (at: number, path: string, content: Bytes, sum: number) => {
    view.setUint16(at, version, true);
    view.setUint16(at + 8, date, true);
    view.setUint32(at + 10, sum, true);
    view.setUint32(at + 14, content.length, true);
    view.setUint32(at + 18, content.length, true);
    view.setUint16(at + 22, path.length, true);
  };
  const directory: [number, string, Bytes, number][] = [];
  let at = 0;
  for (const [path, content] of entries) {
    const sum = crc32(content);
    directory.push([at, path, content, sum]);
    view.setUint32(at, local, true);
    header(at + 4, path, content, sum);
    out.set(encode(path), at + localBytes);
    out.set(content, at + localBytes + path.length);
    at += localBytes + path.length + content.length;
  }
  const start = at;
  for (const [offset, path, content, sum] of directory) {
    view.setUint32(at, central, true);
    view.setUint16(at + 4, version, true);
    header(at + 6, path, content, sum);
    view.setUint32(at + 42, offset, true);
    out.set(encode(path), at + centralBytes);
    at += centralBytes + path.length;
  }
  view.setUint32(at, end, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - start, true);
  view.setUint32(at + 16, start, true);
  return out;
}

/** Reads a bundle; `undefined` for any form but the canonical one. */
export function read(bytes: Bytes): Files | undefined {
  if (bytes.length > maxBundleBytes || bytes.length < endBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files: Files = new Map();
  let at = 0;
  let last = "";
  while (at + localBytes <= bytes.length && view.getUint32(at, true) === local) {
    const size = view.getUint32(at + 18, true);
    const content = at + localBytes + view.getUint16(at + 26, true);
    const path = decode(bytes.subarray(at + localBytes, content));
    // Paths are ASCII, so that the order of characters is the order of bytes.
    if (path === undefined || !isPath(path) || path <= last || content + size > bytes.length || files.size === maxFiles) return undefined;
    files.set(path, bytes.subarray(content, content + size));
    last = path;
    at = content + size;
  }
  const again = write(files);
  return again && equal(again, bytes) ? files : undefined;
}

