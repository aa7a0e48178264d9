import { expect, it } from "vitest";

import { levelOf } from "./level";

const tone = (amplitude: number) => Array.from({ length: 480 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 24));

it("shows silence as nothing and full sound as nearly all", () => {
  expect([levelOf([]), levelOf([0, 0, 0])]).toEqual([0, 0]);
  expect(levelOf(tone(1))).toBeGreaterThan(0.9);
});

it("shows a tenth of the amplitude as twenty decibels less", () => {
  expect(levelOf(tone(1)) - levelOf(tone(0.1))).toBeCloseTo(20 / 60, 2);
});
