import { describe, expect, it } from "vitest";

import { hex } from "@/rooms/document/hex";
import { handwriting } from "./authorise";
import { fromBase64url, toBase64url } from "./base64url";
import { beginsWithFrozen, endsOf } from "./frozenText";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const digest = async (text: string) => hex(await crypto.subtle.digest("SHA-256", bytes(text)));

describe("the frozen text", () => {
  const frozen = "%PDF-1.7 text\n%%EOF\n";

  it("is recognised alone and under signatures", async () => {
    const sha = await digest(frozen);
    expect(await beginsWithFrozen(bytes(frozen), sha)).toBe(true);
    expect(await beginsWithFrozen(bytes(`${frozen}signature 1\n%%EOF\nsignature 2\n%%EOF`), sha)).toBe(true);
  });

  it("is not recognised once a byte of it changed", async () => {
    const sha = await digest(frozen);
    expect(await beginsWithFrozen(bytes(frozen.replace("text", "tex7")), sha)).toBe(false);
  });

  it("may end with or without a line end", () => {
    expect(endsOf(bytes("a%%EOF\r\nb"))).toEqual([6, 7, 8, 9]);
  });
});

describe("handwriting", () => {
  it("keeps every point of a short signature and drops the time", () => {
    expect(handwriting([[{ x: 0.1, y: 0.2, t: 5 }]])).toEqual([[[0.1, 0.2]]]);
  });

  it("is thinned evenly to what may be sent", () => {
    const long = Array.from({ length: 9_000 }, (_, t) => ({ x: 0, y: 0, t }));
    const sent = handwriting([long, long]);
    expect(sent.flat().length).toBeLessThanOrEqual(2_000);
    expect(sent[0]?.length).toBe(sent[1]?.length);
  });
});

describe("base64url", () => {
  it("gives back what it was given", () => {
    const data = new Uint8Array([251, 255, 0, 1, 62, 63]);
    expect([...fromBase64url(toBase64url(data))]).toEqual([...data]);
    expect(toBase64url(data)).not.toMatch(/[+/=]/);
  });
});
