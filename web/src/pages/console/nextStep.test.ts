import { describe, expect, it } from "vitest";

import type { Act, Agreement, Item } from "@/api/types";
import type { CastMember, Light, Site } from "@/rooms/ceremony/cast";
import { nextStep } from "./nextStep";

const act = (state: Act["state"], id = "1"): Act => ({ id, title: {}, sites: [], agreements: [], pages_shown: false, ready: [], state });
const item = (state: Item["state"]) => ({ state }) as Item;
const site = (...lights: Light[]): Site => ({
  name: undefined,
  party: undefined,
  members: lights.map((light, index) => ({ id: String(index), person: `person-${String(index)}`, light }) as CastMember),
});

describe("the officiant's next step", () => {
  it("leads an act through its checks one by one", () => {
    const steps = (["nominated", "dedup_checked", "approved", "rehearsed"] as const).map((state) =>
      nextStep(act(state), [], undefined, item("live")),
    );
    expect(steps.map((step) => (step.kind === "move" ? step.to : step.kind))).toEqual(["dedup_checked", "approved", "rehearsed", "announced"]);
  });

  it("goes live before the first act is announced", () => {
    expect(nextStep(act("rehearsed"), [], undefined, item("ready"))).toEqual({ kind: "go-live" });
  });

  it("waits for those who are not ready, and names them", () => {
    expect(nextStep(act("announced"), [site("ready", "waiting")], undefined, item("live"))).toEqual({
      kind: "wait",
      reason: "ready",
      people: ["person-1"],
    });
  });

  it("does not wait for more of a group than are enough", () => {
    const places = ["0", "1"].map((id) => ({ id, person: `person-${id}`, state: "waiting" }));
    const agreement = (needed: number) => ({ signatories: places, quorums: [{ group: 1, needed }] }) as unknown as Agreement;
    const ready = { ...act("announced"), ready: ["0"] };
    const step = (needed: number) => nextStep(ready, [site("ready", "waiting")], undefined, item("live"), [agreement(needed)]);
    expect(step(1)).toEqual({ kind: "move", to: "signing" });
    expect(step(2)).toEqual({ kind: "wait", reason: "ready", people: ["person-1"] });
  });

  it("opens signing when everyone is ready", () => {
    expect(nextStep(act("announced"), [site("ready"), site("ready")], undefined, item("live"))).toEqual({ kind: "move", to: "signing" });
  });

  it("goes to the next act after one is signed or pulled", () => {
    const following = act("rehearsed", "2");
    expect(nextStep(act("signed"), [], following, item("live"))).toEqual({ kind: "select", act: following });
    expect(nextStep(act("pulled"), [], undefined, item("live"))).toEqual({ kind: "end" });
  });
});
