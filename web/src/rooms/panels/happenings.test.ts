import { describe, expect, it } from "vitest";

import type { RoomView } from "@/call";
import { bare, watching } from "@/call/fixture";
import { happenings } from "./happenings";

const { seq: _, ...drawn } = bare;

const start = {
  ...drawn,
  me: { participant: "me", role: "panel", grants: watching, mutedByHost: [] },
  inLobby: false,
  speaking: [],
  quality: [],
  statistics: [],
  cueReports: [],
} satisfies Partial<RoomView> as RoomView;

const heard = (now: Partial<RoomView>, before: Partial<RoomView> = {}) => happenings({ ...start, ...before }, { ...start, ...before, ...now }).map(({ message }) => message);

const turn = (participant: string) => ({ state: { ...start.state, turn: { participant, name: "N", since: 0 } } });

describe("what is read out", () => {
  it("is nothing while nothing happens to the reader", () => {
    expect(heard({ viewers: 7, speaking: ["p"] })).toEqual([]);
  });

  it("tells who has the floor, and the one whose turn it is that it is theirs", () => {
    expect([heard(turn("other")), heard(turn("me"))]).toEqual([["heard-turn"], ["heard-your-turn"]]);
    expect(heard({ viewers: 1 }, turn("me"))).toEqual([]);
  });

  it("tells of a mute by the host and of its end", () => {
    const muted = { me: { ...start.me, mutedByHost: ["microphone" as const] } };
    expect([heard(muted), heard({ me: start.me }, muted)]).toEqual([["heard-muted"], ["heard-unmuted"]]);
  });

  it("tells of recording as it begins and as it ends", () => {
    const recorded = { state: { ...start.state, recording: true } };
    expect([heard(recorded), heard({ state: start.state }, recorded)]).toEqual([["heard-recording"], ["heard-recording-off"]]);
  });

  it("tells who let one in, and the host who waits", () => {
    const waiting = [{ participant: "w", person: "w", name: "W", role: "viewer" as const, since: 0 }];
    expect([heard({ inLobby: false }, { inLobby: true }), heard({ waiting })]).toEqual([["heard-admitted"], ["heard-waits"]]);
  });

  it("tells of a private talk asked for, and of one that was accepted", () => {
    const talk = (state: "asked" | "invited" | "open") => ({ own: { ...start.own, private: [{ person: "o", name: "O", state, lines: [] }] } });
    expect([heard(talk("invited")), heard(talk("open"), talk("asked")), heard(talk("asked"))]).toEqual([["heard-talk-asked"], ["heard-talk-open"], []]);
  });

  it("tells of a poll that opens, not of one that closes", () => {
    const poll = (open: boolean) => ({ polls: [{ id: "p", question: "?", options: [], multiple: false, open, shown: false, voters: 0 }] });
    expect([heard(poll(true)), heard(poll(false), poll(true))]).toEqual([["heard-poll"], []]);
  });
});
