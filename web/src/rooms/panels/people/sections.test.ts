import { expect, test } from "vitest";

import type { Participant } from "@/call";
import { watching } from "@/call/fixture";
import { sections } from "./sections";

const one = (id: string, more: Partial<Participant> = {}) =>
  ({ id, name: id, organisation: null, on_stage: true, machine: false, in_breakout: false, grants: watching, ...more }) as Participant;

const all = [
  one("Host"),
  one("Agent", { on_stage: false, organisation: "Ruike" }),
  one("Voice", { on_stage: false, grants: { ...watching, interpret: true } }),
  one("Officer", { in_breakout: true }),
  one("Camera 1", { machine: true, on_stage: false }),
];

test("everyone listed is in exactly one section", () => {
  const { onStage, backstage, interpreters, away, machines } = sections(all, "");
  const found = [onStage, backstage, interpreters, away, machines].map((list) => list.map(({ id }) => id));
  expect(found).toEqual([["Host"], ["Agent"], ["Voice"], ["Officer"], ["Camera 1"]]);
});

test("a search looks at names and organisations, in any case", () => {
  expect(sections(all, " ruik ").backstage.map(({ id }) => id)).toEqual(["Agent"]);
  expect(sections(all, "ruik").onStage).toEqual([]);
});
