import { describe, expect, it } from "vitest";

import type { Participant } from "@/call";
import { columnsFor, placeKey, placesOf, withSpeakers } from "./order";

const one = (id: string, role: Participant["role"], ...sources: ("camera" | "screen")[]): Participant => ({
  id,
  person: id,
  name: id,
  role,
  grants: { publish_camera: true, publish_microphone: true, publish_screen: true, subscribe: true, chat: true, moderate: false, interpret: false, caption: false, hidden: false },
  online: true,
  on_stage: true,
  in_breakout: false,
  machine: false,
  tracks: sources.map((source) => ({ id: `${id}/${source}`, source, muted: false, muted_by_host: false })),
});

const keys = (places: ReturnType<typeof placesOf>) => places.map(placeKey);

describe("a grid", () => {
  it("shows screens first, then faces, then names", () => {
    const room = [one("quiet", "panel"), one("face", "panel", "camera"), one("host", "host", "camera"), one("talk", "presenter", "screen"), one("booth", "interpreter")];
    expect(keys(placesOf(room))).toEqual(["talk/screen", "host/person", "face/person", "talk/person", "quiet/person"]);
  });

  it("follows the operator's places, and leaves out who is backstage", () => {
    const room = [one("host", "host", "camera"), one("a", "panel", "camera"), { ...one("b", "panel", "camera"), on_stage: false }];
    expect(keys(placesOf(room, [{ participant: "a", source: "camera" }]))).toEqual(["a/person", "host/person"]);
  });

  it("brings a speaker to the first page in place of the quietest, and moves nobody else", () => {
    const places = placesOf(["a", "b", "c", "d", "e"].map((id) => one(id, "panel", "camera")));
    expect(keys(withSpeakers(places, { a: 5, e: 9 }, 3))).toEqual(["a/person", "b/person", "e/person", "d/person", "c/person"]);
  });

  it("leaves the first page alone when everyone there spoke later", () => {
    const places = placesOf(["a", "b", "c"].map((id) => one(id, "panel", "camera")));
    expect(withSpeakers(places, { a: 5, b: 6, c: 1 }, 2)).toEqual(places);
  });

  it("is about as wide as it is high", () => {
    expect([1, 2, 4, 5, 9, 10, 25].map(columnsFor)).toEqual([1, 2, 2, 3, 3, 4, 5]);
  });
});
