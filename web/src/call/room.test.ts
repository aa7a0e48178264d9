import { describe, expect, it } from "vitest";

import { bare, watching } from "./fixture";
import type { Participant, ServerMessage } from "./protocol";
import { type RoomView, fold, maySend, over, welcomed } from "./room";

const person = (id: string, extra: Partial<Participant> = {}): Participant => ({
  id,
  person: `person-${id}`,
  name: id,
  role: "presenter",
  grants: watching,
  online: true,
  on_stage: true,
  in_breakout: false,
  machine: false,
  tracks: [],
  ...extra,
});

const hello = (participants: Participant[] = []): Extract<ServerMessage, { type: "welcome" }> => ({
  type: "welcome",
  version: 1,
  participant: "me",
  role: "viewer",
  grants: watching,
  waiting: false,
  resume_token: "t",
  resumed: false,
  snapshot: { ...bare, participants, viewers: 4, bulletins: { total: 312 } },
  ice_servers: [],
});

const start = (participants: Participant[] = []) => welcomed(undefined, hello(participants)) as RoomView;
const after = (room: RoomView, ...messages: ServerMessage[]) => messages.reduce(fold, room);

describe("the room's view", () => {
  it("knows nothing before the first welcome brought a snapshot", () => {
    expect(welcomed(undefined, { ...hello(), resumed: true, snapshot: null })).toBeUndefined();
  });

  it("keeps what it knew when a resume brings no snapshot", () => {
    const known = after(start(), { type: "viewers", count: 9 });
    expect(welcomed(known, { ...hello(), resumed: true, snapshot: null })?.viewers).toBe(9);
  });

  it("lists a participant once, as it is now", () => {
    const room = after(
      start([person("a")]),
      { type: "participant", participant: person("b") },
      { type: "participant", participant: person("a", { online: false }) },
    );
    expect(room.participants.map(({ id, online }) => [id, online])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("forgets the voice and the readiness of someone who left", () => {
    const room = after(
      start([person("a")]),
      { type: "speaking", participants: ["a"] },
      { type: "ready", participant: "a", person: "person-a", act: "act-1", ready: true },
      { type: "participant_left", participant: "a", reason: "left" },
    );
    expect([room.participants, room.speaking, room.ready]).toEqual([[], [], []]);
  });

  it("shows a replayed chat line once", () => {
    const line = { id: "l", participant: "a", name: "a", role: "viewer", text: "好", at: 1 } as const;
    const room = after(start(), { type: "chat", line }, { type: "chat", line });
    expect(room.chat).toHaveLength(1);
  });

  it("counts a person ready once for each act, and not when it takes it back", () => {
    const ready = (act: string, on: boolean): ServerMessage => ({
      type: "ready",
      participant: "a",
      person: "person-a",
      act,
      ready: on,
    });
    const room = after(start(), ready("1", true), ready("1", true), ready("2", true), ready("1", false));
    expect(room.ready.map(({ act }) => act)).toEqual(["2"]);
  });

  it("takes new grants without a new welcome", () => {
    const room = after(start(), { type: "granted", role: "panel", grants: { ...watching, publish_camera: true } });
    expect([maySend(room.me, "camera"), maySend(room.me, "screen")]).toEqual([true, false]);
  });

  it("remembers which of its own sources the host muted", () => {
    const muted = after(start(), { type: "host_muted", source: "microphone", muted: true, by: "h" });
    const lifted = after(muted, { type: "host_muted", source: "microphone", muted: false, by: "h" });
    expect([muted.me.mutedByHost, lifted.me.mutedByHost]).toEqual([["microphone"], []]);
  });

  it("keeps the latest bulletin of each kind", () => {
    const room = after(start(), { type: "bulletin", kind: "total", value: 313 });
    expect(room.bulletins).toEqual({ total: 313 });
  });

  it("keeps what was said once it is over, and lets nobody do anything any more", () => {
    const line = { id: "l", participant: "a", name: "a", role: "viewer", text: "好", at: 1 } as const;
    const room = over(after(start(), { type: "chat", line }, { type: "participant", participant: person("a") }));
    expect([room.chat.length, room.participants, Object.values(room.me.grants).some(Boolean)]).toEqual([1, [], false]);
  });

  it("leaves the view alone for messages that are no state", () => {
    const room = start();
    expect(fold(room, { type: "pong" })).toBe(room);
  });
});
