import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Bytes, latin } from "../bytes";
import { read } from "../container";
import { verifyDocument } from "../verify";

const folder = join(import.meta.dirname, "../fixtures");
const anchors: unknown = JSON.parse(readFileSync(join(folder, "pinned.json"), "utf8"));
const now = 1795312345;
let pdf: Bytes;

beforeAll(() => {
  pdf = read(new Uint8Array(readFileSync(join(folder, "good.zip"))))!.get("agreement.pdf")!;
});

async function outcomeOf(bundle: Bytes): Promise<string | undefined> {
  const verdict = await verifyDocument({ bundle, pinned: { anchors }, now });
  return verdict.checks.find(({ check }) => check === "document")?.outcome;
}

test("a signed document holds by itself", async () => {
  expect(await outcomeOf(pdf)).toBe("passed");
});

test.each(Array.from({ length: 24 }, (_, i) => i))("a changed byte is found wherever it is (%d)", async (i) => {
  const at = Math.floor(((i + 0.37) * pdf.length) / 24);
  // The digits of the last token may be of either case, and stand under no signature of their own.
  const token = latin(pdf).lastIndexOf("/Contents");
  const place = at > token && pdf.indexOf(0x3e, token) > at ? token - i : at;
  const changed = pdf.slice();
  changed[place]! ^= 1 << (i % 8);
  expect(await outcomeOf(changed), `byte ${place}`).toBe("failed");
});

test("a document that is cut off or is none fails without breaking", async () => {
  for (const length of [0, 10, 1000, pdf.length >> 1, pdf.length - 1000]) expect(await outcomeOf(pdf.slice(0, length))).toBe("failed");
});
