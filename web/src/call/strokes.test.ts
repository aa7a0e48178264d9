import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { delayBefore } from "./backoff";
import { uuidv7 } from "./id";
import { StrokeBatcher } from "./stroke";
import { extend } from "./strokes";

const at = (t: number) => ({ x: 0.5, y: 0.5, t });

describe("live strokes", () => {
  it("grow point by point", () => {
    const first = extend([], 0, [at(0), at(10)]);
    expect(extend(first, 0, [at(20)])).toEqual([[at(0), at(10), at(20)]]);
  });

  it("keep their place when an earlier one was lost on the way", () => {
    expect(extend([], 2, [at(5)])).toEqual([[], [], [at(5)]]);
  });

  it("start afresh when the signatory wipes the pad", () => {
    const signed = extend(extend([], 0, [at(0), at(90)]), 1, [at(120)]);
    expect(extend(signed, 0, [at(0)])).toEqual([[at(0)]]);
  });
});

describe("a pen", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends many points as few messages and ends each stroke once", () => {
    const sent: [number, boolean][] = [];
    const pen = new StrokeBatcher((points, ends) => sent.push([points.length, ends]), 66);
    for (let t = 0; t < 10; t += 1) pen.add(at(t));
    vi.advanceTimersByTime(66);
    pen.add(at(11));
    pen.end();
    vi.advanceTimersByTime(500);
    expect(sent).toEqual([
      [10, false],
      [1, true],
    ]);
  });
});

describe("coming back", () => {
  it("spreads over the whole span and stays below the cap", () => {
    expect(delayBefore(0, () => 0)).toBe(0);
    expect(delayBefore(3, () => 0.999)).toBeLessThan(4_000);
    expect(delayBefore(40, () => 0.999)).toBeLessThan(30_000);
  });
});

describe("a message id", () => {
  it("is a UUIDv7 that rises with time", () => {
    const [early, late] = [uuidv7(1_600_000_000_000), uuidv7(1_600_000_000_001)];
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(early < late).toBe(true);
  });
});
