import { expect, test } from "vitest";
import type { Certificate } from "./certificate";
import { mayBeUsed } from "./path";

/** A certificate of digitalSignature, of which only the extensions are looked at, with the last byte of a purpose of PKIX's. */
function leaf(...purposes: number[]): Certificate {
  const ids = purposes.flatMap((last) => [6, 8, 0x2b, 6, 1, 5, 5, 7, 3, last]);
  const extensions = new Map([["2.5.29.15", { critical: true, value: Uint8Array.of(3, 2, 7, 0x80) }]]);
  if (ids.length > 0) extensions.set("2.5.29.37", { critical: false, value: Uint8Array.of(0x30, ids.length, ...ids) });
  return { extensions } as unknown as Certificate;
}

test("a certificate of a web site signs no document, and one of a timestamp authority dates alone", () => {
  const [server, client, email, stamping, ocsp, documents] = [1, 2, 4, 8, 9, 36];
  expect(mayBeUsed(leaf(), "documents")).toBe(true);
  expect(mayBeUsed(leaf(documents!), "documents")).toBe(true);
  expect(mayBeUsed(leaf(client!, email!), "documents")).toBe(true);
  for (const purposes of [[server!], [server!, client!], [stamping!], [ocsp!], [documents!, stamping!]]) expect(mayBeUsed(leaf(...purposes), "documents"), String(purposes)).toBe(false);
  expect(mayBeUsed(leaf(stamping!), "timestamps")).toBe(true);
  expect(mayBeUsed(leaf(stamping!, documents!), "timestamps")).toBe(false);
});
