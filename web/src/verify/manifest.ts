/** The manifest: every file of a bundle with its digest, as a note that the log signed. */

import { decode, sha256 } from "./bytes";
import type { Files } from "./container";
import { type VerifierKey, isSignedBy } from "./log/key";
import { type Note, readNote, writeNote } from "./log/note";

export interface Manifest {
  agreement: string;
  made: string;
  /** `<SHA-256> <bytes> <path>`. */
  lines: string[];
  note: Note;
}

/** Reads a manifest in its one form; `undefined` for any other. */
export function readManifest(file: Uint8Array | undefined): Manifest | undefined {
  const text = file && decode(file);
  const note = text === undefined ? undefined : readNote(text);
  if (!note || note.signatures.length !== 1 || writeNote(note) !== text) return undefined;
  const [format, agreement, made, ...lines] = note.text.slice(0, -1).split("\n");
  if (format !== "yunqian-evidence/v1" || !agreement?.startsWith("agreement ") || !made?.startsWith("made ")) return undefined;
  return { agreement: agreement.slice("agreement ".length), made: made.slice("made ".length), lines, note };
}

export async function isSigned(manifest: Manifest, logs: VerifierKey[]): Promise<boolean> {
  const signed = await Promise.all(logs.map((log) => isSignedBy(manifest.note, log)));
  return signed.includes(true);
}

/** Whether it lists exactly these files, in their order. */
export async function lists(manifest: Manifest, files: Files): Promise<boolean> {
  const listed = [...files].filter(([path]) => path !== "manifest");
  if (listed.length !== manifest.lines.length) return false;
  for (const [i, [path, content]] of listed.entries()) {
    if (manifest.lines[i] !== `${await sha256(content)} ${content.length} ${path}`) return false;
  }
  return true;
}
