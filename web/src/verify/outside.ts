/** The check `outside-timestamps`: what the log held at a time that an outside authority told, it holds still. */

import { decode, digest, isDigest, unhex } from "./bytes";
import type { Files } from "./container";
import { isObject, parseJson } from "./json";
import { type Checkpoint, type Entry, decimal, parseCheckpoint } from "./log/checkpoint";
import { extendsTree } from "./log/merkle";
import { readNote } from "./log/note";
import { maxSkewSeconds, readMoment } from "./moment";
import { attributes, namePart } from "./pki/certificate";
import { findPath } from "./pki/path";
import { readToken } from "./pki/token";
import type { Trust } from "./trust";
import type { Outside } from "./verdict";

const folder = "timestamps/";
const names = ["checkpoint", "consistency.json", "token"];
const [perSecond, perMillisecond] = [1_000_000_000n, 1_000_000n];

/** A token that held at its own time, and until when its chain is valid. */
interface Examined {
  at: number;
  until: number;
  authority: string | null;
}

export function hasOutside(files: Files): boolean {
  return [...files.keys()].some((path) => path.startsWith(folder));
}

/** Checks them all; gives those that still prove something, the smallest tree first. */
export async function checkOutside(files: Files, entries: Entry[], checkpoint: Checkpoint, trust: Trust, now: number): Promise<{ standing: Outside[]; findings: string[] }> {
  const sizes = sizesOf(files);
  if (typeof sizes === "string") return { standing: [], findings: [sizes] };
  const [standing, findings]: [Outside[], string[]] = [[], []];
  for (const size of sizes) {
    try {
      const { at, until, authority } = await examine(files, size, checkpoint, trust);
      if (at > now) throw new Error("it is later than the moment of checking");
      const isLater = ({ index, bytes }: Entry) => index < size && (timeOf(bytes) ?? 0n) >= BigInt(at + maxSkewSeconds) * perSecond + perMillisecond;
      if (entries.some(isLater)) throw new Error("an entry under it says that it came later");
      if (now <= until) standing.push({ at, authority, log_size: Number(size) });
    } catch (error) {
      findings.push(`timestamp ${size}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { standing, findings };
}

/** Lists the sizes of the trees that were timestamped; a text says what is wrong. */
function sizesOf(files: Files): bigint[] | string {
  const found = new Map<bigint, number>();
  for (const path of files.keys()) {
    if (!path.startsWith(folder)) continue;
    const [, number = "", name = ""] = /^([^/]*)\/(.*)$/.exec(path.slice(folder.length)) ?? [];
    const size = decimal(number);
    if (size === undefined || !names.includes(name)) return `${path} is no part of a timestamp`;
    found.set(size, (found.get(size) ?? 0) + 1);
  }
  for (const [size, parts] of found) if (parts !== names.length) return `timestamp ${size}: a part is missing`;
  return [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
}

function timeOf(entry: Uint8Array): bigint | undefined {
  const record = parseJson(entry);
  return isObject(record) ? readMoment(record["at"]) : undefined;
}

async function examine(files: Files, size: bigint, checkpoint: Checkpoint, trust: Trust): Promise<Examined> {
  const [bytes, consistency, token] = names.map((name) => files.get(`${folder}${size}/${name}`)!);
  const note = readNote(decode(bytes!) ?? "");
  const stamped = note && parseCheckpoint(note);
  if (!stamped) throw new Error("its checkpoint can't be read");
  if (stamped.origin !== checkpoint.origin || stamped.size !== size) throw new Error("its checkpoint is another one");
  const path = parseJson(consistency);
  if (!Array.isArray(path) || !path.every(isDigest)) throw new Error("its proof can't be read");
  const [earlier, later] = stamped.size <= checkpoint.size ? [stamped, checkpoint] : [checkpoint, stamped];
  if (!(await extendsTree(earlier, later, path.map((hash) => unhex(hash)!)))) throw new Error("the log was another one then");
  const about = await digest("SHA-256", bytes!);
  const { at, signer, certificates } = await readToken(token as Uint8Array<ArrayBuffer>, async (hash) => (hash === "SHA-256" ? about : undefined));
  const chain = await findPath(signer, certificates, trust.roots.timestamps, at, "timestamps");
  return { at, until: Math.min(...chain.map(({ until }) => until)), authority: namePart(signer.subject, attributes.commonName) };
}
