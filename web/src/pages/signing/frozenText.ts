import { hex } from "@/rooms/document/hex";

const END = "%%EOF";

/**
 * Tells whether a document begins with the frozen text, byte for byte: signatures only append, so the frozen text
 * ends at one of the document's end marks.
 */
export async function beginsWithFrozen(document: Uint8Array<ArrayBuffer>, frozenSha256: string): Promise<boolean> {
  for (const end of endsOf(document)) {
    const digest = hex(await crypto.subtle.digest("SHA-256", document.subarray(0, end)));
    if (digest === frozenSha256.toLowerCase()) return true;
  }
  return false;
}

/** The places where a revision may end: after each end mark, with the line ends that may follow it. */
export function endsOf(document: Uint8Array): number[] {
  const ends = new Set<number>([document.length]);
  const mark = [...END].map((letter) => letter.charCodeAt(0));
  for (let at = document.indexOf(mark[0]!); at >= 0; at = document.indexOf(mark[0]!, at + 1)) {
    if (!mark.every((byte, offset) => document[at + offset] === byte)) continue;
    let end = at + mark.length;
    ends.add(end);
    while (document[end] === 13 || document[end] === 10) {
      end += 1;
      ends.add(end);
    }
  }
  return [...ends].filter((end) => end <= document.length).sort((a, b) => a - b);
}
