import { describe, expect, it } from "vitest";

import type { Act, Agreement, Signatory } from "@/api/types";
import { actNumber, actOnStage, castOf, nextAct } from "./cast";

const act = (id: string, extra: Partial<Act> = {}): Act => ({
  id,
  title: {},
  sites: [{ en: "Prague" }, { en: "Shijiazhuang" }],
  agreements: ["a"],
  pages_shown: false,
  ready: [],
  state: "announced",
  ...extra,
});

const signatory = (person: string, organisation: string, extra: Partial<Signatory> = {}): Signatory => ({
  id: `place-${person}`,
  person,
  organisation,
  capacity: {},
  state: "waiting",
  ...extra,
});

const agreement = (...signatories: Signatory[]) => ({ id: "a", parties: ["firm", "park"], signatories, quorums: [] }) as unknown as Agreement;

const lights = (...args: Parameters<typeof castOf>) => castOf(...args).map(({ members }) => members.map(({ person, light }) => `${person} ${light}`));

describe("an act's cast", () => {
  it("puts each party's signatories at the site of the same place", () => {
    const text = agreement(signatory("novak", "firm"), signatory("wang", "park"));
    expect(lights(act("1"), [text], undefined)).toEqual([["novak waiting"], ["wang waiting"]]);
  });

  it("lights those who reported ready, on record or in the room", () => {
    const text = agreement(signatory("novak", "firm"), signatory("wang", "park"));
    const room = { ready: [{ participant: "p", person: "wang", act: "1" }] };
    expect(lights(act("1", { ready: ["place-novak"] }), [text], room)).toEqual([["novak ready"], ["wang ready"]]);
  });

  it("arms those who have not signed while signing is open", () => {
    const text = agreement(signatory("novak", "firm", { state: "authorised" }), signatory("wang", "park"));
    expect(lights(act("1", { state: "signing" }), [text], undefined)).toEqual([["novak signed"], ["wang armed"]]);
  });

  it("stands a witness of another house with whom it attests, armed once there is something to attest", () => {
    const of = { kind: "witness", of: "place-wang" } as const;
    const at = (state: Signatory["state"]) => agreement(signatory("novak", "firm"), signatory("wang", "park", { state }), signatory("dr-lee", "notary", { role: of }));
    const signing = act("1", { state: "signing" });
    expect(lights(signing, [at("authorised")], undefined)).toEqual([["novak armed"], ["wang signed", "dr-lee ready"]]);
    expect(lights(signing, [at("sealed")], undefined)[1]).toEqual(["wang signed", "dr-lee armed"]);
  });

  it("shows who signs several agreements once, as far as the slowest is", () => {
    const first = agreement(signatory("novak", "firm", { state: "sealed" }));
    const second = agreement(signatory("novak", "firm"));
    expect(lights(act("1", { state: "signing" }), [first, second], undefined)[0]).toEqual(["novak armed"]);
  });
});

describe("the run of show", () => {
  it("has the open act on the stage, whatever the room points at", () => {
    const acts = [act("1", { state: "signed", signed_at: "2026-01-01T00:00:00Z" }), act("2")];
    expect(actOnStage(acts, "1")?.id).toBe("2");
  });

  it("keeps the last signed act on the stage until the next is announced", () => {
    const acts = [
      act("1", { state: "signed", signed_at: "2026-01-01T10:00:00Z" }),
      act("2", { state: "signed", signed_at: "2026-01-01T10:05:00Z" }),
      act("3", { state: "rehearsed" }),
    ];
    expect([actOnStage(acts, null)?.id, nextAct(acts, acts[1])?.id]).toEqual(["2", "3"]);
  });

  it("skips a pulled act and does not count it", () => {
    const acts = [act("1", { state: "signed" }), act("2", { state: "pulled" }), act("3", { state: "approved" })];
    expect([nextAct(acts, acts[0])?.id, actNumber(acts, acts[2]!)]).toEqual(["3", 2]);
  });
});
