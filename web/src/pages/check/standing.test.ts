import { expect, it } from "vitest";

import { summaryOf } from "./standing";

it("sums up by the worst part", () => {
  expect([
    summaryOf(["good", "open", "open"]),
    summaryOf(["good", "running", "bad"]),
    summaryOf(["good", "warned", "bad"]),
    summaryOf(["good", "warned", "open"]),
    summaryOf(["good", "good"]),
  ]).toEqual(["untried", "running", "bad", "warned", "good"]);
});
