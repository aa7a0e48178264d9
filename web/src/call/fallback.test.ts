import { describe, expect, it } from "vitest";

import { type FallbackState, PICTURES, fallback } from "./fallback";
import type { Quality } from "./quality";

const line = (loss: number, availableKbit?: number): Quality => ({ up: { kbitPerS: 0, loss }, down: { kbitPerS: 0 }, availableKbit, bars: 4 });

/** A look every two seconds. */
function look(state: FallbackState, quality: Quality, times: number, from: number, sends = true): FallbackState {
  let next = state;
  for (let nth = 0; nth < times; nth += 1) next = fallback(next, quality, sends, from + nth * 2000);
  return next;
}

describe("falling back to sound", () => {
  it("takes eight bad seconds", () => {
    expect(look(PICTURES, line(0.2), 4, 0).mode).toBe("pictures");
    expect(look(PICTURES, line(0.2), 5, 0).mode).toBe("sound");
  });

  it("starts counting anew after one good look", () => {
    const shaken = look(PICTURES, line(0.2), 4, 0);
    expect(look(look(shaken, line(0), 1, 8000), line(0.2), 4, 10_000).mode).toBe("pictures");
  });

  it("counts a narrow upload only for those who send a picture", () => {
    expect(look(PICTURES, line(0, 120), 6, 0).mode).toBe("sound");
    expect(look(PICTURES, line(0, 120), 6, 0, false).mode).toBe("pictures");
  });

  it("comes back by itself after a good while, and waits twice as long the next time", () => {
    const down = look(PICTURES, line(0.2), 5, 0);
    const back = look(down, line(0), 9, 10_000);
    expect(look(down, line(0), 8, 10_000).mode).toBe("sound");
    expect(back).toEqual({ mode: "pictures", since: 26_000, patienceMs: 30_000 });
    const again = look(back, line(0.2), 5, 30_000);
    expect(look(again, line(0), 15, 40_000).mode).toBe("sound");
    expect(look(again, line(0), 16, 40_000).mode).toBe("pictures");
  });
});
