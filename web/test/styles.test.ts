import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { palette, surfaces } from "../src/theme/tokens";

const src = join(import.meta.dirname, "../src");
const physical = /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?:left|right|top|bottom)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right))/;

test("styles use logical properties only, so that right-to-left languages mirror", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".css"));
  const offending = files.filter((name) => physical.test(readFileSync(join(src, name), "utf8")));
  expect(files.length).toBeGreaterThan(0);
  expect(offending).toEqual([]);
});

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

test.each(["paper", "stage"] as const)("text colours of %s hold a contrast of 4.5 to 1 on every ground", (name) => {
  const s = surfaces[name];
  const grounds = [s.background, s.raised, s.sunken];
  const texts = { text: s.text, muted: s.muted, seal: s.seal, jade: s.jade, gold: s.gold, link: s.link };
  const weak = Object.entries(texts).flatMap(([use, colour]) => grounds.filter((ground) => contrast(colour, ground) < 4.5).map((ground) => `${use} on ${ground}: ${contrast(colour, ground).toFixed(2)}`));
  expect(weak).toEqual([]);
  expect(contrast("#FFFFFF", palette.seal)).toBeGreaterThanOrEqual(4.5);
});
