import { describe, expect, it } from "vitest";

import { groupsOf, openGroup, placeOf, turnOf, unready } from "./signingOrder";
import type { Signatory } from "./types";

const place = (id: string, extra: Partial<Signatory> = {}): Signatory => ({ id, person: `p-${id}`, organisation: "firm", capacity: {}, state: "waiting", ...extra });
const witness = (id: string, of: string, extra: Partial<Signatory> = {}) => place(id, { role: { kind: "witness", of }, ...extra });
const order = (signatories: Signatory[], quorums: { group: number; needed: number }[] = []) => ({ signatories, quorums });

describe("the order of signing", () => {
  it("is one group where nothing is said", () => {
    const both = order([place("a"), place("b")]);
    expect(openGroup(both)).toBe(1);
    expect(groupsOf(both).map(({ needed, signing }) => [needed, signing])).toEqual([[2, 2]]);
  });

  it("opens a group when the one before has enough", () => {
    const directors = [place("a", { state: "sealed" }), place("b"), place("c")];
    const park = place("d", { group: 2 });
    expect(turnOf(order([...directors, park], [{ group: 1, needed: 2 }]), park)).toBe("after-group");
    const enough = [place("a", { state: "sealed" }), place("b", { state: "sealed" }), place("c", { state: "not_needed" })];
    expect(turnOf(order([...enough, park], [{ group: 1, needed: 2 }]), park)).toBe("now");
  });

  it("has a witness wait for the signature, and the group for the witness", () => {
    const signs = place("a", { state: "authorised" });
    const attests = witness("w", "a");
    expect(turnOf(order([signs, attests]), attests)).toBe("after-signature");
    const sealed = order([place("a", { state: "sealed" }), attests]);
    expect(turnOf(sealed, attests)).toBe("now");
    expect(openGroup(sealed)).toBe(1);
    expect(openGroup(order([place("a", { state: "sealed" }), witness("w", "a", { state: "sealed" })]))).toBeUndefined();
  });

  it("waits for enough of a group to be ready, and for the witnesses of those who are", () => {
    const act = order([place("a"), place("b"), place("c"), witness("w", "a"), place("d", { group: 2 })], [{ group: 1, needed: 2 }]);
    const missing = (...ready: string[]) => unready(act, ready).map(({ id }) => id);
    expect(missing()).toEqual(["a", "b", "c", "d"]);
    expect(missing("a", "b")).toEqual(["w", "d"]);
    expect(missing("b", "c", "d")).toEqual([]);
  });

  it("finds the place of a delegate, not of whom it stands in for", () => {
    const delegation = { delegate: "zhao", power_of_attorney: { digest: "", name: "", media_type: "application/pdf", size_bytes: 1 }, appointed_by: "li", appointed_at: "" };
    const delegated = order([place("a", { person: "li", delegation })]);
    expect([placeOf(delegated, "zhao")?.id, placeOf(delegated, "li")]).toEqual(["a", undefined]);
  });

  it("finds the place of a person whose turn it is before one that waits", () => {
    const seal = place("seal", { person: "li", group: 2, role: { kind: "organisation_seal" } });
    const sign = place("sign", { person: "li" });
    expect(placeOf(order([seal, sign]), "li")?.id).toBe("sign");
    expect(placeOf(order([seal, { ...sign, state: "sealed" }]), "li")?.id).toBe("seal");
    expect(placeOf(order([seal, sign]), "wang")).toBeUndefined();
  });
});
