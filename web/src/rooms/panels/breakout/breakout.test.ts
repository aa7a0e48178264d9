import { expect, test } from "vitest";

import type { Breakout } from "@/call";
import type { RoomView } from "@/call";
import { awayIn, invitations } from "./mine";
import { fromMeeting } from "./usePresent";

const breakout = (id: string, state: Breakout["parties"][number]["state"]): Breakout => ({
  id,
  room: "meeting",
  by: "host",
  parties: [
    { participant: "me", person: "p", name: "Me", state },
    { participant: "other", person: "o", name: "Other", state: "away" },
  ],
});

const room = (...breakouts: Breakout[]) => ({ breakouts, me: { participant: "me" } }) as unknown as RoomView;

test("a call that is not answered is an invitation, an accepted one leads away", () => {
  const both = room(breakout("a", "invited"), breakout("b", "away"));
  expect(invitations(both).map(({ id }) => id)).toEqual(["a"]);
  expect(awayIn(both)?.id).toBe("b");
});

test("who came back or declined is here", () => {
  const none = room(breakout("a", "back"), breakout("b", "declined"));
  expect([invitations(none).length, awayIn(none)]).toEqual([0, undefined]);
});

test("of a meeting's people each who is here is called once", () => {
  const present = [
    { id: "1", person: "a", name: "A" },
    { id: "2", person: "a", name: "A" },
    { id: "3", person: "c", name: "C" },
  ];
  expect(fromMeeting(present, ["a", "b", "c"]).map(({ id }) => id)).toEqual(["1", "3"]);
});
