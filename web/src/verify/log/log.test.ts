import * as ed25519 from "@noble/ed25519";
import { expect, test } from "vitest";
import { type Bytes, concat, digest, encode, hex, own, toBase64, unhex } from "../bytes";
import { parseCheckpoint } from "./checkpoint";
import { isSignedBy, readKey } from "./key";
import { includes, leafHash, nodeHash } from "./merkle";
import { readNote, writeNote } from "./note";

/** RFC 6962, section 2.1.1, word for word. */
async function rootOf(leaves: Bytes[]): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0]!;
  const middle = splitOf(leaves.length);
  return nodeHash(await rootOf(leaves.slice(0, middle)), await rootOf(leaves.slice(middle)));
}

/** RFC 6962, section 2.1.2, word for word. */
async function pathTo(leaves: Bytes[], index: number): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const middle = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  return index < middle ? [...(await pathTo(left, index)), await rootOf(right)] : [...(await pathTo(right, index - middle)), await rootOf(left)];
}

function splitOf(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

/** The leaves that Certificate Transparency's own tests use. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((text) => unhex(text)!);

test("root and path are those of Certificate Transparency's reference tree", async () => {
  const hashes = await Promise.all(leaves.map(leafHash));
  expect(hex(await rootOf(hashes))).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  expect((await pathTo(hashes, 5)).map(hex)).toEqual([
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
});

test("every leaf proves itself at its own place and at no other", async () => {
  for (let size = 1; size <= 13; size += 1) {
    const hashes = await Promise.all(Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i))));
    const root = await rootOf(hashes);
    for (let index = 0; index < size; index += 1) {
      const path = await pathTo(hashes, index);
      for (let place = 0; place <= size; place += 1) {
        expect(await includes(root, BigInt(size), BigInt(place), hashes[index]!, path)).toBe(place === index);
      }
      if (path.length > 0) expect(await includes(root, BigInt(size), BigInt(index), hashes[index]!, path.slice(0, -1))).toBe(false);
    }
  }
});

const seed = new Uint8Array(32).fill(7);

async function keyOf(kind: number, name = "log.example"): Promise<{ vkey: string; id: Bytes }> {
  const bytes = concat(Uint8Array.of(kind), await ed25519.getPublicKeyAsync(seed));
  const id = (await digest("SHA-256", concat(encode(`${name}\n`), bytes))).slice(0, 4);
  return { vkey: `${name}+${hex(id)}+${toBase64(bytes)}`, id };
}

test("a note is believed by its key alone", async () => {
  const { vkey, id } = await keyOf(1);
  const text = "log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const bytes = own(await ed25519.signAsync(encode(text), seed));
  const note = { text, signatures: [{ name: "log.example", id, bytes }] };
  const key = await readKey(vkey);
  expect(await isSignedBy(readNote(writeNote(note))!, key!)).toBe(true);
  expect(await isSignedBy({ ...note, text: text.replace("3", "4") }, key!)).toBe(false);
  expect(await isSignedBy({ ...note, signatures: [] }, key!)).toBeUndefined();
  expect(await isSignedBy({ ...note, signatures: [{ ...note.signatures[0]!, bytes: bytes.slice(1) }] }, key!)).toBe(false);
  expect(parseCheckpoint(note)).toMatchObject({ origin: "log.example", size: 3n });
});

test("a witness signs the time with the text", async () => {
  const { vkey, id } = await keyOf(4, "witness.example");
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, 1795312345n);
  const bytes = concat(time, await ed25519.signAsync(encode("cosignature/v1\ntime 1795312345\na\n"), seed));
  const note = { text: "a\n", signatures: [{ name: "witness.example", id, bytes }] };
  const key = (await readKey(vkey))!;
  expect(await isSignedBy(note, key)).toBe(true);
  bytes[7]! ^= 1;
  expect(await isSignedBy(note, key)).toBe(false);
});

test("keys that are not what they say are refused", async () => {
  const { vkey } = await keyOf(1);
  const [name, id, key] = vkey.split("+") as [string, string, string];
  for (const text of ["", name, `${name}+${id}`, `other+${id}+${key}`, `${name}+00000000+${key}`, `a b+${id}+${key}`, `${name}+${id}+${key.slice(4)}`]) {
    expect(await readKey(text), text).toBeUndefined();
  }
});

test.each(["", "a\n", "a\n\n", "a\n\n— x\n", "a\n\n— x AAAA\n", "a\n\n— x AAAAAAA=", "a\r\n\n— x AAAAAAA=\n", "a\n\nx AAAAAAA=\n"])("%j is no note", (text) => {
  expect(readNote(text)).toBeUndefined();
});

test.each(["a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n-1\n\n", "a\n18446744073709551616\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1\nCsUYapGGPo4=\n"])("%j is no checkpoint", (text) => {
  expect(parseCheckpoint({ text, signatures: [] })).toBeUndefined();
});
