import { expect, test } from "vitest";

import type { Statistics } from "@/call";
import { lineQuality } from "./lineQuality";

const line = (loss: number, rtt: number | null): Statistics => ({ participant: "p", direction: "upload", kbit_per_s: 1000, loss_per_mille: loss, rtt_ms: rtt });

test("a line without figures has no quality", () => {
  expect(lineQuality([])).toBeUndefined();
});

test("the worse of a person's two connections counts", () => {
  expect(lineQuality([line(0, 40), line(50, 40)])).toBe("fair");
  expect(lineQuality([line(0, 40), line(0, 900)])).toBe("poor");
});

test("an unknown round trip is not held against a line", () => {
  expect(lineQuality([line(0, null)])).toBe("good");
});
