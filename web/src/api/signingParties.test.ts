import { describe, expect, it } from "vitest";

import { signingParties } from "./signingParties";
import type { Relation, Signatory } from "./types";

const place = (organisation: string, extra: Partial<Signatory> = {}): Signatory => ({ id: organisation, person: "p", organisation, capacity: {}, state: "waiting", ...extra });
const agreement = (relation: Relation | undefined, signatories: Signatory[]) => ({
  parties: ["firm", "park"],
  signatories,
  follows: relation ? { agreement: "first", relation } : null,
});

describe("who approves and signs", () => {
  it("is every party", () => {
    expect(signingParties(agreement(undefined, [place("firm")]))).toEqual(["firm", "park"]);
    expect(signingParties(agreement("termination", [place("firm")]))).toEqual(["firm", "park"]);
  });

  it("is of a notice the party that notifies, and no witness", () => {
    const witness = place("park", { role: { kind: "witness", of: "firm" } });
    expect(signingParties(agreement("force_majeure", [place("firm"), witness]))).toEqual(["firm"]);
  });
});
