import { expect, test } from "vitest";
import { encode } from "./bytes";
import { type Files, read, write } from "./container";
import { crc32 } from "./crc32";

const files: Files = new Map([["agreement.pdf", encode("%PDF")], ["journal/7.json", encode("{}")], ["manifest", encode("a")]]);

test("the checksum is that of ZIP", () => {
  expect(crc32(encode("123456789"))).toBe(0xcbf43926);
});

test("what was written reads back", () => {
  expect(read(write(files)!)).toEqual(files);
});

test("every bit of the container counts", () => {
  const bundle = write(files)!;
  for (let bit = 0; bit < bundle.length * 8; bit += 1) {
    const flipped = bundle.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(read(flipped), `bit ${bit}`).toBeUndefined();
  }
});

test("files out of order, cut off or followed by anything are refused", () => {
  const bundle = write(files)!;
  expect(read(write(new Map([...files].reverse()))!)).toBeUndefined();
  for (let end = 0; end < bundle.length; end += 1) expect(read(bundle.slice(0, end))).toBeUndefined();
  expect(read(new Uint8Array([...bundle, 0]))).toBeUndefined();
});

test.each(["/a", "a//b", "../a", "a/../b", ".a", "A", "a b", "", "a".repeat(201)])("the path %j is refused", (path) => {
  expect(write(new Map([[path, encode("")]]))).toBeUndefined();
});
