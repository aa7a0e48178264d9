/** Verifier keys of C2SP signed-note: whose signatures under a note are believed. */

import * as ed25519 from "@noble/ed25519";
import { type Bytes, concat, digest, encode, equal, fromBase64, hex } from "../bytes";
import type { Note, Signature } from "./note";

/** Type bytes: the text itself, or the text and the time at which a witness saw it (tlog-cosignature). */
const kinds = [0x01, 0x04];
const cosignature = 0x04;
const lastTime = 1n << 63n;

export interface VerifierKey {
  name: string;
  kind: number;
  id: Bytes;
  key: Bytes;
}

export function isName(name: string): boolean {
  return name !== "" && !/[\s\p{White_Space}\p{Cc}+]/u.test(name);
}

/** Reads `name+id+Base64(type ‖ key)`; `undefined` if it is no key. */
export async function readKey(text: string): Promise<VerifierKey | undefined> {
  const [, name = "", id = "", base64 = ""] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  const bytes = fromBase64(base64);
  const kind = bytes?.[0];
  if (!isName(name) || bytes?.length !== 33 || kind === undefined || !kinds.includes(kind)) return undefined;
  const named = (await digest("SHA-256", concat(encode(`${name}\n`), bytes))).subarray(0, 4);
  if (hex(named) !== id || !isPoint(bytes.subarray(1))) return undefined;
  return { name, kind, id: named, key: bytes.subarray(1) };
}

function isPoint(key: Bytes): boolean {
  try {
    ed25519.Point.fromBytes(key);
    return true;
  } catch {
    return false;
  }
}

/** Checks every signature of a note that names a key; `undefined` when none does. */
export async function isSignedBy(note: Note, key: VerifierKey): Promise<boolean | undefined> {
  const lines = linesOf(note, key);
  if (lines.length === 0) return undefined;
  const held = await Promise.all(lines.map((line) => holds(note.text, line.bytes, key)));
  return held.every(Boolean);
}

/** The newest time that a witness's signatures tell, in seconds since 1970; 0 by a key that tells none. */
export function timeOf(note: Note, key: VerifierKey): number {
  if (key.kind !== cosignature) return 0;
  return Math.max(0, ...linesOf(note, key).map(({ bytes }) => Number(readTime(bytes))));
}

function linesOf(note: Note, key: VerifierKey): Signature[] {
  return note.signatures.filter((line) => line.name === key.name && equal(line.id, key.id));
}

function readTime(bytes: Bytes): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
}

async function holds(text: string, bytes: Bytes, key: VerifierKey): Promise<boolean> {
  let [message, signature] = [text, bytes];
  if (key.kind === cosignature) {
    if (bytes.length < 8) return false;
    const time = readTime(bytes);
    if (time >= lastTime) return false;
    [message, signature] = [`cosignature/v1\ntime ${time}\n${text}`, bytes.subarray(8)];
  }
  if (signature.length !== 64) return false;
  try {
    // RFC 8032 strictly: keys and points of small order are no signatures (`verify_strict` elsewhere).
    if (ed25519.Point.fromBytes(key.key).isSmallOrder() || ed25519.Point.fromBytes(signature.slice(0, 32)).isSmallOrder()) return false;
    return await ed25519.verifyAsync(signature, encode(message), key.key, { zip215: false });
  } catch {
    return false;
  }
}

