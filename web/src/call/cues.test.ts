import { describe, expect, it } from "vitest";

import { cueNow, nextTurn } from "./cues";
import type { Cue } from "./protocol";

const cue = (id: string, kind: Cue["kind"], at: number): Cue => ({ id, kind, at });

describe("cues", () => {
  it("stay silent until their moment, but for countdowns", () => {
    const cues = [cue("a", "applause", 1000), cue("c", "countdown", 9000)];
    expect(cueNow([cues[0] as Cue], 999)).toBeUndefined();
    expect(cueNow([cues[0] as Cue], 1000)?.id).toBe("a");
    expect(cueNow(cues, 999)?.id).toBe("c");
  });

  it("leave after five seconds, and make room for later ones", () => {
    const cues = [cue("a", "sign_now", 1000), cue("b", "seal", 4000)];
    expect([cueNow(cues, 3999)?.id, cueNow(cues, 4000)?.id, cueNow(cues, 8999)?.id, cueNow(cues, 9000)?.id]).toEqual(["a", "b", "b", undefined]);
  });

  it("tell when to look again", () => {
    const cues = [cue("a", "sign_now", 1000)];
    expect([nextTurn(cues, 0), nextTurn(cues, 1000), nextTurn(cues, 6000)]).toEqual([1000, 6000, undefined]);
  });
});
