import { describe, expect, it } from "vitest";

import type { Act, Agreement, Signatory } from "@/api/types";
import { gateOf } from "./gate";

const waiting = { id: "me", state: "waiting" } as Signatory;
const act = (state: Act["state"], ...ready: string[]) => ({ state, ready });
const agreement = (state: Agreement["state"]) => ({ state });
const base = { agreement: agreement("signing"), mine: waiting, act: act("signing", "me"), read: true, prepared: true, identified: true, turn: "now" as const, counting: false };

describe("the way to a signature", () => {
  it("is closed until everything was shown and agreed to, however far the act is", () => {
    expect(gateOf({ ...base, prepared: false })).toBe("read-first");
  });

  it("asks a signatory to report ready once the act is announced", () => {
    expect(gateOf({ ...base, act: act("announced") })).toBe("report-ready");
    expect(gateOf({ ...base, act: act("announced", "me") })).toBe("wait-officiant");
  });

  it("is closed during the countdown and open after it", () => {
    expect([gateOf({ ...base, counting: true }), gateOf(base)]).toEqual(["counting", "sign"]);
  });

  it("is closed for an act that is not on the stage, or was pulled", () => {
    expect([gateOf({ ...base, act: act("rehearsed") }), gateOf({ ...base, act: act("pulled") })]).toEqual(["act-not-announced", "act-pulled"]);
  });

  it("needs an agreement outside a ceremony to be opened first", () => {
    expect(gateOf({ ...base, act: undefined, agreement: agreement("agreed") })).toBe("open-it");
    expect(gateOf({ ...base, act: undefined })).toBe("sign");
  });

  it("asks who signs before ready is reported, and anew when that ran out", () => {
    const unknown = { ...base, identified: false };
    expect(gateOf({ ...unknown, act: act("announced") })).toBe("identify");
    expect(gateOf(unknown)).toBe("identify");
    expect(gateOf({ ...unknown, act: undefined })).toBe("identify");
  });

  it("is closed until the groups before have signed", () => {
    expect(gateOf({ ...base, turn: "after-group" })).toBe("after-group");
    expect(gateOf({ ...base, act: undefined, turn: "after-group" })).toBe("after-group");
    expect(gateOf({ ...base, act: act("announced"), turn: "after-group" })).toBe("report-ready");
  });

  it("lets a witness report ready before there is anything to attest, and attest after that", () => {
    const witness = { ...base, prepared: false, turn: "after-signature" as const };
    expect(gateOf({ ...witness, act: act("announced") })).toBe("report-ready");
    expect(gateOf(witness)).toBe("after-signature");
    expect(gateOf({ ...witness, read: false })).toBe("read-first");
    expect(gateOf({ ...witness, turn: "now" })).toBe("read-first");
  });

  it("is over for those who are not needed, and when the deadline has passed", () => {
    expect(gateOf({ ...base, mine: { id: "me", state: "not_needed" } as Signatory })).toBe("not-needed");
    expect(gateOf({ ...base, agreement: agreement("expired") })).toBe("expired");
  });

  it("is over for someone who has signed", () => {
    expect(gateOf({ ...base, mine: { id: "me", state: "authorised" } as Signatory })).toBe("over");
  });
});
