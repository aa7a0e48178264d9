import { expect, test } from "vitest";
import { encode } from "./bytes";
import { Fraction, parseJson } from "./json";

function read(text: string): unknown {
  return parseJson(encode(text));
}

test("JSON is read in one way", () => {
  expect(read(' {"a":[1,true,null,"\\u00e9"],"__proto__":2}\n')).toEqual(JSON.parse('{"a":[1,true,null,"é"],"__proto__":2}'));
  expect(read("[".repeat(64) + "]".repeat(64))).toBeDefined();
  expect(read("[".repeat(65) + "]".repeat(65))).toBeUndefined();
});

test.each(["", "{} {}", '{"a":1,"a":1}', '{"a":1,"\\u0061":2}', "[1,]", "[,1]", "{,}", "01", "1.", "1e400", '"\\ud800"', '"a\nb"', '"\\x"', "\ufeff1", "nul", "nullnull", "["])("%j is refused", (text) => {
  expect(read(text)).toBeUndefined();
});

test("whole numbers are written as such", () => {
  expect(read("9007199254740991")).toBe(9007199254740991);
  for (const text of ["1.0", "1e0", "-0", "9007199254740992", "-9007199254740992"]) expect(read(text), text).toBeInstanceOf(Fraction);
});
