/** The log's part of a bundle: its checkpoint, the witnesses who saw it, and the entries' places under it. */

import { type Bytes, decode, fromBase64, isDigest, unhex } from "../bytes";
import type { Files } from "../container";
import { isObject, parseJson } from "../json";
import type { Witnessed } from "../verdict";
import { type VerifierKey, isSignedBy, timeOf } from "./key";
import { includes, leafHash } from "./merkle";
import { type Note, readNote } from "./note";

const folder = "journal/entries/";
const lastNumber = 1n << 64n;

/** C2SP tlog-checkpoint. */
export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Bytes;
  note: Note;
}

/** A journal entry of a bundle. */
export interface Entry {
  index: bigint;
  bytes: Bytes;
}

/** Reads a number without sign and leading zeros. */
export function decimal(text: string): bigint | undefined {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) return undefined;
  const number = BigInt(text);
  return number < lastNumber ? number : undefined;
}

/** Reads a checkpoint; `undefined` if it is none. */
export function parseCheckpoint(note: Note): Checkpoint | undefined {
  const lines = note.text.slice(0, -1).split("\n");
  const [origin, count, hash] = lines;
  const size = decimal(count ?? "");
  const root = fromBase64(hash ?? "");
  if (!origin || lines.includes("") || size === undefined || root?.length !== 32) return undefined;
  return { origin, size, root, note };
}

/** Reads the checkpoint if it is the log's, by one of its keys; otherwise says what is wrong. */
export async function readCheckpoint(files: Files, logs: VerifierKey[]): Promise<Checkpoint | string> {
  const file = files.get("journal/checkpoint");
  if (!file) return "there is no checkpoint";
  const note = readNote(decode(file) ?? "");
  const checkpoint = note && parseCheckpoint(note);
  if (!checkpoint) return "the checkpoint can't be read";
  const own = logs.filter((log) => log.name === checkpoint.origin);
  const signed = await Promise.all(own.map((log) => isSignedBy(checkpoint.note, log)));
  return signed.includes(true) ? checkpoint : "the checkpoint is not signed by the log";
}

/** Names the witnesses who saw a checkpoint, and when, and those whose signature is wrong. */
export async function cosigned(note: Note, witnesses: VerifierKey[]): Promise<{ seen: Witnessed[]; wrong: string[] }> {
  const signed = await Promise.all(witnesses.map((witness) => isSignedBy(note, witness)));
  const whose = (outcome: boolean) => witnesses.filter((_, i) => signed[i] === outcome);
  return { seen: whose(true).map((witness) => ({ name: witness.name, at: timeOf(note, witness) })), wrong: whose(false).map(({ name }) => name) };
}

/** Lists the entries in their order; `undefined` if a name is no position. */
export function entriesOf(files: Files): Entry[] | undefined {
  const entries: Entry[] = [];
  for (const [path, bytes] of files) {
    if (!path.startsWith(folder)) continue;
    const [, name = ""] = /^(.*)\.json$/.exec(path.slice(folder.length)) ?? [];
    const index = decimal(name);
    if (index === undefined) return undefined;
    entries.push({ index, bytes });
  }
  return entries.sort((a, b) => (a.index < b.index ? -1 : 1));
}

/** Checks that every entry is in the tree at its place. */
export async function checkInclusion(files: Files, entries: Entry[], checkpoint: Checkpoint): Promise<string[]> {
  const proofs = parseJson(files.get("journal/proofs.json"));
  if (!isObject(proofs) || !Object.values(proofs).every((path) => Array.isArray(path) && path.every(isDigest))) {
    return ["the inclusion proofs can't be read"];
  }
  const findings: string[] = [];
  for (const { index, bytes } of entries) {
    const path = proofs[String(index)] as string[] | undefined;
    const hashes = path?.map((hash) => unhex(hash)!);
    const held = hashes && (await includes(checkpoint.root, checkpoint.size, index, await leafHash(bytes), hashes));
    if (!held) findings.push(`entry ${index} is not in the log`);
  }
  if (entries.length === 0) findings.push("there are no entries");
  if (Object.keys(proofs).length !== entries.length) findings.push("there are not as many proofs as entries");
  return findings;
}
