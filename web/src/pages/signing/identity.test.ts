import { describe, expect, it } from "vitest";

import { type Identity, isIdentified, nextExpiry } from "./identity";

const identity = (needed: number, ...ends: string[]): Identity => ({
  needed,
  minutes: 30,
  spoken: false,
  standing: ends.map((expires_at) => ({ kind: "code", expires_at })),
  address: "l•••@example.com",
});

describe("the identity asked of a signatory", () => {
  it("is there when as many factors stand as are asked for", () => {
    expect(isIdentified(undefined, {}, {})).toBeUndefined();
    expect(isIdentified(identity(0), {}, {})).toBe(true);
    expect(isIdentified(identity(1), {}, {})).toBe(false);
    expect(isIdentified(identity(1, "2026-01-01T00:30:00Z"), {}, {})).toBe(true);
  });

  it("waits for recital and own word where both are asked for", () => {
    const asked = { ...identity(0), spoken: true };
    const said = { by: "host", room: { type: "item", id: "room" } as const, at: "2026-01-01T00:00:00Z" };
    expect(isIdentified(asked, { recital: said }, {})).toBe(false);
    expect(isIdentified(asked, {}, { will: said })).toBe(false);
    expect(isIdentified(asked, { recital: said }, { will: said })).toBe(true);
  });

  it("is asked for again when the first factor runs out, and at once when one has", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(nextExpiry(identity(1), now)).toBeUndefined();
    expect(nextExpiry(identity(1, "2026-01-01T00:30:00Z", "2026-01-01T00:00:10Z"), now)).toBe(11_000);
    expect(nextExpiry(identity(1, "2025-12-31T00:00:00Z"), now)).toBe(1_000);
  });
});
