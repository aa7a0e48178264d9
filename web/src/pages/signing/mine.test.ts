import { describe, expect, it } from "vitest";

import type { Act, Agreement } from "@/api/types";
import { mineNow } from "./mine";

const act = (id: string, state: Act["state"], ...agreements: string[]): Act => ({ id, title: {}, sites: [], agreements, pages_shown: false, ready: [], state });
const agreement = (id: string, person: string, state = "waiting") => ({ id, quorums: [], signatories: [{ person, state }] }) as unknown as Agreement;
const found = (...args: Parameters<typeof mineNow>) => mineNow(...args)?.agreement.id;

describe("what a signatory signs now", () => {
  it("is nothing for someone who signs nothing here", () => {
    expect(found([act("1", "signing", "a")], [agreement("a", "novak")], "wang")).toBeUndefined();
  });

  it("is the open agreement of the act on the stage", () => {
    const acts = [act("1", "rehearsed", "a"), act("2", "announced", "b", "c")];
    const texts = [agreement("a", "wang"), agreement("b", "wang", "sealed"), agreement("c", "wang")];
    expect(found(acts, texts, "wang")).toBe("c");
  });

  it("stays with the act on the stage after signing, for the receipt", () => {
    const acts = [act("1", "signing", "a"), act("2", "rehearsed", "b")];
    expect(found(acts, [agreement("a", "wang", "authorised"), agreement("b", "wang")], "wang")).toBe("a");
  });

  it("is the next one to come before its act is announced", () => {
    const acts = [act("1", "signed", "a"), act("2", "pulled", "b"), act("3", "approved", "c")];
    const texts = [agreement("a", "wang", "sealed"), agreement("b", "wang"), agreement("c", "wang")];
    expect(found(acts, texts, "wang")).toBe("c");
  });
});
