import { expect, test } from "vitest";

import type { Caption } from "@/call";
import { captionsNow } from "./lines";

const line = (number: number, at: number, more: Partial<Caption> = {}): Caption => ({ participant: "c", language: "en", line: number, text: `line ${String(number)}`, is_final: true, at, ...more });

test("only the last two fresh lines of the chosen language stand on the picture", () => {
  const all = [line(1, 1000), line(2, 2000), line(3, 3000), line(4, 3500, { language: "zh" })];
  expect(captionsNow(all, "en", 4000).map(({ line: number }) => number)).toEqual([2, 3]);
});

test("a finished line goes after a while, one being written stays", () => {
  const all = [line(1, 0), line(2, 0, { is_final: false })];
  expect(captionsNow(all, "en", 20_000).map(({ line: number }) => number)).toEqual([2]);
});

test("nothing stands there while captions are off", () => {
  expect(captionsNow([line(1, 0)], undefined, 1)).toEqual([]);
});
