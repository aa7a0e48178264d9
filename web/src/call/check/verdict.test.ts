import { expect, it } from "vitest";

import type { Quality } from "../quality";
import { lineVerdict } from "./verdict";

const quality = (change: Partial<Quality>): Quality => ({
  up: { kbitPerS: 1200, loss: 0 },
  down: { kbitPerS: 1200, loss: 0 },
  rttMs: 40,
  route: { kind: "host", protocol: "udp" },
  bars: 4,
  ...change,
});
const judged = (change: Partial<Quality>) => lineVerdict({ step: "done", quality: quality(change) });

it("says nothing before the test is over, and none when it failed", () => {
  expect([lineVerdict({ step: "measuring" }), lineVerdict({ step: "failed", problem: "no-media" })]).toEqual([undefined, { verdict: "none", remarks: [] }]);
});

it("calls a fast straight line good, and a relayed one too, but says so", () => {
  expect(judged({})).toEqual({ verdict: "good", remarks: [] });
  expect(judged({ route: { kind: "relay", protocol: "tls" } })).toEqual({ verdict: "good", remarks: ["relay", "tcp"] });
});

it("names what makes a line fair or poor", () => {
  expect(judged({ up: { kbitPerS: 1200, loss: 0.05 } })).toEqual({ verdict: "fair", remarks: ["loss"] });
  expect(judged({ rttMs: 500 })).toEqual({ verdict: "fair", remarks: ["far"] });
  expect(judged({ up: { kbitPerS: 200, loss: 0.2 } })).toEqual({ verdict: "poor", remarks: ["loss", "narrow"] });
});
