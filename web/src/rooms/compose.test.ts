import { describe, expect, it } from "vitest";

import type { LayoutKind, Participant, Role, RoomView, Source } from "@/call";
import { quiet, watching } from "@/call/fixture";
import { compose } from "./compose";

const grants = { ...watching, publish_camera: true, publish_microphone: true, publish_screen: true };

const sender = (id: string, role: Role, ...sources: Source[]): Participant => ({
  id,
  person: id,
  name: id,
  role,
  grants,
  online: true,
  on_stage: true,
  in_breakout: false,
  machine: false,
  tracks: sources.map((source) => ({ id: `${id}/${source}`, source, muted: false, muted_by_host: false })),
});

interface More {
  kind?: RoomView["kind"];
  light?: string;
  speaking?: string[];
  layout?: LayoutKind;
  document?: boolean;
  turn?: string;
}

const room = (participants: Participant[], more: More = {}) => ({
  kind: more.kind ?? ("roadshow" as const),
  participants,
  speaking: more.speaking ?? [],
  state: {
    ...quiet,
    layout: more.layout ? { kind: more.layout, places: [] } : null,
    turn: more.turn ? { participant: more.turn, name: more.turn, since: 0 } : null,
    document: more.document ? { document: "d", page: 1, by: "p" } : null,
    spotlight: more.light ? { participant: more.light, source: "camera" as const } : null,
  },
});

const main = (...given: Parameters<typeof room>) => {
  const [shot] = compose(room(...given)).main;
  return shot && `${shot.participant.id}/${shot.source}`;
};

describe("the stage", () => {
  it("is empty while nobody sends a picture", () => {
    expect(main([sender("p", "presenter", "microphone")])).toBeUndefined();
  });

  it("shows the presenter rather than the host", () => {
    expect(main([sender("h", "host", "camera"), sender("p", "presenter", "camera")])).toBe("p/camera");
  });

  it("seats a leaders' meeting alike until a screen is shared", () => {
    const people = [sender("a", "panel", "camera"), sender("b", "panel", "camera")];
    expect(compose(room(people, { kind: "meeting" })).kind).toBe("grid");
    const sharing = [sender("a", "panel", "camera", "screen"), sender("b", "panel", "camera")];
    expect(compose(room(sharing, { kind: "meeting" })).kind).toBe("speaker");
  });

  it("shows a shared screen large and its presenter beside", () => {
    const { main: [large], side } = compose(room([sender("p", "presenter", "camera", "screen")]));
    expect([large?.source, side.map(({ source }) => source)]).toEqual(["screen", ["camera"]]);
  });

  it("follows the host's light before anything else", () => {
    const people = [sender("p", "presenter", "camera", "screen"), sender("v", "panel", "camera")];
    expect(main(people, { light: "v" })).toBe("v/camera");
  });

  it("falls back when the one in the light shows nothing", () => {
    expect(main([sender("p", "presenter", "camera"), sender("v", "panel")], { light: "v" })).toBe("p/camera");
  });

  it("has no place for a picture that is held back", () => {
    const dark = sender("p", "presenter", "camera", "screen");
    const held = dark.tracks.map((track) => ({ ...track, muted: track.source === "camera", muted_by_host: track.source === "screen" }));
    expect(main([{ ...dark, tracks: held }, sender("h", "host", "camera")])).toBe("h/camera");
  });

  it("follows the voice among several presenters", () => {
    const people = [sender("a", "presenter", "camera"), sender("b", "presenter", "camera")];
    expect(main(people, { speaking: ["b"] })).toBe("b/camera");
  });

  const panel = [sender("h", "host", "camera"), sender("p", "presenter", "camera", "screen"), sender("v", "panel", "camera")];

  it("shows all alike in a grid, in a steady order whoever speaks", () => {
    const names = (speaking: string[]) => compose(room(panel, { layout: "grid", speaking })).main.map(({ participant, source }) => `${participant.id}/${source}`);
    expect(names([])).toEqual(["p/screen", "p/camera", "h/camera", "v/camera"]);
    expect(names(["v"])).toEqual(names([]));
  });

  it("shows the speaker rather than the screen when told to", () => {
    expect(main(panel, { layout: "speaker", speaking: ["v"] })).toBe("v/camera");
    expect(main(panel, { layout: "presentation", speaking: ["v"] })).toBe("p/screen");
  });

  it("shows who has the floor, though a presenter makes a sound", () => {
    const people = [sender("p", "presenter", "camera"), sender("v", "panel", "camera")];
    expect(main(people, { turn: "v", speaking: ["p"] })).toBe("v/camera");
  });

  it("puts two beside each other", () => {
    const { main: two, side } = compose(room(panel, { layout: "side_by_side" }));
    expect([two.length, side.length]).toEqual([2, 2]);
  });

  it("gives an open document the large place", () => {
    const { main: large, side } = compose(room(panel, { document: true, layout: "grid" }));
    expect([large.length, side.length]).toEqual([0, 4]);
  });

  it("does not show who is backstage or in a talk elsewhere", () => {
    const off = [{ ...sender("b", "presenter", "camera"), on_stage: false }, { ...sender("t", "presenter", "camera"), in_breakout: true }];
    expect(main([...off, sender("h", "host", "camera")])).toBe("h/camera");
  });
});
