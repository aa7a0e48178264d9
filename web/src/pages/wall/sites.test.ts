import { describe, expect, it } from "vitest";

import type { Participant } from "@/call";
import { type Filter, arranged, sitesOf } from "./sites";

const one = (person: string, change: Partial<Participant> = {}): Participant => ({
  id: `id-${person}`,
  person,
  name: person,
  organisation: `park of ${person}`,
  role: "panel",
  grants: { publish_camera: true, publish_microphone: true, publish_screen: false, subscribe: true, chat: true, moderate: false, interpret: false, caption: false, hidden: false },
  online: true,
  on_stage: false,
  in_breakout: false,
  machine: false,
  tracks: [{ id: `id-${person}/camera`, source: "camera", muted: false, muted_by_host: false }],
  ...change,
});

const ready = (act: string, ...persons: string[]) => persons.map((person) => ({ act, person, participant: `id-${person}` }));
const all: Filter = { words: "", only: "all", order: "name" };

describe("the wall", () => {
  const room = { participants: [one("host", { role: "host" }), one("bao"), one("anna", { online: false }), one("chen", { tracks: [] })], ready: ready("a1", "bao") };
  const sites = sitesOf(room, [{ person: "dvorak", name: "Dvořák", place: "Prague" }, { person: "bao", name: "鲍", place: "" }], "a1", new Set(["bao", "dvorak"]));

  it("has a tile for each one there and each one expected, once", () => {
    expect(sites.map(({ name, state, ready: is, called }) => [name, state, is, called])).toEqual([
      ["鲍", "seen", true, true],
      ["anna", "away", false, false],
      ["chen", "dark", false, false],
      ["Dvořák", "absent", false, true],
    ]);
  });

  it("keeps a site's tile when it comes", () => {
    const came = sitesOf({ ...room, participants: [...room.participants, one("dvorak")] }, [], "a1", new Set());
    expect(came.at(-1)?.key).toBe(sites.at(-1)?.key);
  });

  it("puts those first who are called and not ready", () => {
    expect(arranged(sites, { ...all, order: "ready" }).map(({ name }) => name)).toEqual(["Dvořák", "鲍", "anna", "chen"]);
  });

  it("finds by name and place, and shows only trouble when asked", () => {
    expect(arranged(sites, { ...all, words: "PRAG" }).map(({ name }) => name)).toEqual(["Dvořák"]);
    expect(arranged(sites, { ...all, only: "trouble" }).map(({ name }) => name)).toEqual(["anna", "chen", "Dvořák"]);
    expect(arranged(sites, { ...all, only: "not-ready" }).map(({ name }) => name)).toEqual(["Dvořák"]);
  });
});
