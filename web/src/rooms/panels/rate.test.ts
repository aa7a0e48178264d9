import { expect, test } from "vitest";

import { full, take } from "./rate";

const rate = { size: 2, refillMs: 1000 };

test("a full bucket gives its size at once and then says how long to wait", () => {
  const first = take(full(rate, 0), rate, 0);
  const second = take(first.bucket, rate, 0);
  const third = take(second.bucket, rate, 250);
  expect([first.waitMs, second.waitMs, third.waitMs]).toEqual([0, 0, 750]);
});

test("after the wait there is one more, and never more than the size", () => {
  const empty = { tokens: 0, at: 0 };
  expect(take(empty, rate, 1000).waitMs).toBe(0);
  expect(take(empty, rate, 60_000).bucket.tokens).toBe(1);
});

test("a clock that goes back takes nothing away", () => {
  expect(take({ tokens: 1, at: 5000 }, rate, 4000)).toEqual({ bucket: { tokens: 0, at: 4000 }, waitMs: 0 });
});
