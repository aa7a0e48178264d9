import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { concat, encode, latin } from "../bytes";
import { wrong } from "./changes";
import { inflate } from "./filters";
import { Lexer } from "./lexer";
import { Name, PdfError, Real, Ref, Text } from "./object";
import { revisionsOf } from "./revisions";

const fixtures = new URL("../../../../crates/signing/tests/fixtures/", import.meta.url);
const agreement = new Uint8Array(readFileSync(new URL("agreement.pdf", fixtures)));

function parse(text: string) {
  return new Lexer(encode(text)).object();
}

/** A file of these objects with a cross-reference stream; the objects in `packed` stand in an object stream. */
function withStreams(packed: string[]): Uint8Array {
  const head = "%PDF-1.7\n";
  const offsets = packed.map((_, i) => packed.slice(0, i).join(" ").length + (i > 0 ? 1 : 0));
  const first = packed.map((_, i) => `${i + 1} ${offsets[i]}`).join(" ") + " ";
  const body = new Uint8Array(deflateSync(encode(first + packed.join(" "))));
  const [n, at] = [packed.length, head.length];
  const objects = concat(encode(`${n + 1} 0 obj\n<</Type/ObjStm/N ${n}/First ${first.length}/Filter/FlateDecode/Length ${body.length}>>\nstream\n`), body, encode("\nendstream\nendobj\n"));
  const xref = at + objects.length;
  const rows = [[0, 0, 0], ...packed.map((_, i) => [2, n + 1, i]), [1, at, 0], [1, xref, 0]].map(([kind, a, b]) => [kind!, a! >> 8, a! & 255, b!]);
  // PNG predictor "up": each row holds the differences from the one above.
  const up = rows.flatMap((row, i) => [2, ...row.map((byte, j) => (byte - (rows[i - 1]?.[j] ?? 0)) & 255)]);
  const table = new Uint8Array(deflateSync(Uint8Array.from(up)));
  const dictionary = `<</Type/XRef/Size ${n + 3}/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>/Length ${table.length}>>`;
  return concat(encode(head), objects, encode(`${n + 2} 0 obj\n${dictionary}\nstream\n`), table, encode(`\nendstream\nendobj\nstartxref\n${xref}\n%%EOF\n`));
}

test("objects of every kind are read", () => {
  expect(parse("null")).toBeNull();
  expect(parse("[1 -2 +3 true false]")).toEqual([1, -2, 3, true, false]);
  expect(parse("[1 2 3 0 R 4.50]")).toEqual([1, 2, new Ref(3, 0), new Real("4.50")]);
  expect(parse("/A#20b")).toEqual(new Name("A b"));
  expect(parse("(a(b)\\)\\101\\\nc\\n)")).toEqual(new Text(encode("a(b))Ac\n"), false));
  expect(parse("<48 656>")).toEqual(new Text(encode("He`"), true));
  expect(parse("<</A 1 % comment\n/B<</C[]>>>>")).toEqual(new Map<string, unknown>([["A", 1], ["B", new Map([["C", []]])]]));
});

test.each(["", "<</A 1/A 2>>", "<</A>>", "[1", "(a", "<4g>", "/A#2", "1e5", "nul", "[".repeat(200)])("%j is refused", (text) => {
  expect(() => parse(text)).toThrow(PdfError);
});

test("a typeset agreement reads whole", async () => {
  const [revision, ...more] = await revisionsOf(agreement);
  expect(more).toEqual([]);
  expect(revision?.length).toBe(agreement.length);
  expect(revision?.document.pages().length).toBe(2);
  expect(new Set(await revision?.document.pageDigests()).size).toBe(2);
});

test("a file of cross-reference and object streams is read", async () => {
  const file = withStreams(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>"]);
  const [revision] = await revisionsOf(file);
  expect(revision?.document.pages()).toEqual([new Ref(3, 0)]);
});

/** Appends a revision of these objects with a cross-reference table. */
function revised(file: string, objects: [number, string][], previous?: string): string {
  let [body, rows] = [file, ""];
  for (const [number, object] of objects) {
    rows += `${number} 1\n${String(body.length).padStart(10, "0")} 00000 n\r\n`;
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  return `${body}xref\n${rows}trailer\n<</Size 20/Root 1 0 R${previous ?? ""}>>\nstartxref\n${body.length}\n%%EOF\n`;
}

test("a changed object is found, and one that is put where there was none", async () => {
  const first = revised("%PDF-1.7\n", [[1, "<</Type/Catalog/Pages 2 0 R>>"], [2, "<</Type/Pages/Kids[3 0 R]>>"], [3, "<</Type/Page/Contents[4 0 R]>>"]]);
  const previous = `/Prev ${first.lastIndexOf("xref\n", first.lastIndexOf("startxref"))}`;
  const compare = async (objects: [number, string][]) => {
    const [before, after] = await revisionsOf(encode(revised(first, objects, previous)));
    return wrong(before!.document, after!.document, undefined);
  };
  expect(await compare([[9, "(new)"]])).toEqual([]);
  expect(await compare([[3, "<</Type/Page>>"]])).toEqual([3]);
  expect(await compare([[4, "<</Length 1>>\nstream\nq\nendstream"]])).toEqual([4]);
});

test("a bomb is given up", async () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(1 << 22)));
  await expect(inflate(bomb, 1 << 16)).rejects.toThrow(PdfError);
});

test("a damaged file is refused and breaks nothing", async () => {
  const names = ["xref", "trailer", "startxref", "%%EOF", "endobj", "stream", "/Root", "/Size", "/Kids"];
  const text = latin(agreement);
  for (const name of names) {
    const at = text.lastIndexOf(name);
    const broken = agreement.slice();
    broken[at + 1] = 0x7a;
    const read = await revisionsOf(broken).then((revisions) => revisions[0]!.document.pageDigests()).catch((error: unknown) => error);
    expect(read instanceof PdfError || Array.isArray(read), name).toBe(true);
  }
  for (const end of [0, 7, 100, agreement.length - 3, agreement.length - 400]) {
    await expect(revisionsOf(agreement.subarray(0, end))).rejects.toThrow(PdfError);
  }
});
