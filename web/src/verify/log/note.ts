/** Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature. */

import { type Bytes, concat, fromBase64, toBase64 } from "../bytes";
import { isName } from "./key";

const maxSignatures = 64;

export interface Signature {
  name: string;
  /** First four bytes of what names the key. */
  id: Bytes;
  bytes: Bytes;
}

export interface Note {
  /** With its final newline. */
  text: string;
  signatures: Signature[];
}

/** Reads a note; `undefined` if it is none. */
export function readNote(file: string): Note | undefined {
  const parting = file.lastIndexOf("\n\n");
  if (parting < 0 || !file.endsWith("\n")) return undefined;
  const text = file.slice(0, parting + 1);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) return undefined;
  const lines = file.slice(parting + 2, -1).split("\n");
  const signatures = lines.map(readSignature).filter((line) => line !== undefined);
  return signatures.length === lines.length && lines.length <= maxSignatures ? { text, signatures } : undefined;
}

function readSignature(line: string): Signature | undefined {
  const [, name = "", base64 = ""] = /^— ([^ ]*) (.*)$/s.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (!isName(name) || !bytes || bytes.length < 5) return undefined;
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

export function writeNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, id, bytes }) => `— ${name} ${toBase64(concat(id, bytes))}\n`);
  return `${text}\n${lines.join("")}`;
}
