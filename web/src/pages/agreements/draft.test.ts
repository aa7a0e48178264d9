import dayjs from "dayjs";
import { describe, expect, it } from "vitest";

import type { Agreement } from "@/api/types";
import { type DraftFields, draftOf, groupsIn } from "./draft";

const fields = (extra: Partial<DraftFields> = {}): DraftFields => ({
  project: "p", number: "N-1", kind: "contract", title: {}, parties: ["firm", "park"], clauses: [],
  signatories: [{ person: "a", organisation: "firm", capacity: {} }, { person: "b", organisation: "park", capacity: {} }],
  ...extra,
});

describe("a drafted agreement", () => {
  it("has everybody sign in one group where nothing else is asked", () => {
    expect(draftOf(fields(), ["1", "2"], undefined)).toMatchObject({
      signatories: [{ id: "1", group: 1, role: { kind: "signatory" } }, { id: "2", group: 1, role: { kind: "signatory" } }],
      quorums: [],
    });
  });

  it("has a witness attest the place it names by its number", () => {
    const witness = { person: "w", organisation: "notary", capacity: {}, role: "witness" as const, of: 1, group: 2 };
    const sent = draftOf(fields({ signatories: [...fields().signatories, witness] }), ["1", "2", "3"], undefined) as { signatories: { role: object }[] };
    expect(sent.signatories[2]).toEqual({ id: "3", person: "w", organisation: "notary", capacity: {}, group: 2, role: { kind: "witness", of: "2" } });
  });

  it("asks for a quorum only where fewer than all are enough", () => {
    const { signatories } = fields();
    expect(draftOf(fields({ quorums: { 1: 1 } }), ["1", "2"], undefined)).toMatchObject({ quorums: [{ group: 1, needed: 1 }] });
    expect(draftOf(fields({ quorums: { 1: 2, 7: 1 } }), ["1", "2"], undefined)).toMatchObject({ quorums: [] });
    expect(groupsIn([...signatories, { capacity: {}, role: "witness", of: 0 }])).toEqual([{ group: 1, signing: 2 }]);
  });

  it("names its deadline and what it follows", () => {
    const first = { id: "first" } as Agreement;
    const at = dayjs("2026-12-01T00:00:00Z");
    expect(draftOf(fields({ sign_by: at }), ["1", "2"], { first, relation: "amendment" })).toMatchObject({
      sign_by: "2026-12-01T00:00:00.000Z",
      follows: { agreement: "first", relation: "amendment" },
    });
  });
});
