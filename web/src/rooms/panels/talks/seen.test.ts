import { expect, test } from "vitest";

import type { Conversation } from "@/call";
import { unreadIn } from "./seen";

const talk: Conversation = {
  person: "other",
  name: "Other",
  state: "open",
  lines: [
    { id: "1", person: "other", text: "a", at: 10 },
    { id: "2", person: "me", text: "b", at: 20 },
    { id: "3", person: "other", text: "c", at: 30 },
  ],
};

test("only the other's lines since the talk was open are unread", () => {
  expect(unreadIn(talk, {})).toBe(2);
  expect(unreadIn(talk, { other: 10 })).toBe(1);
  expect(unreadIn(talk, { other: 30 })).toBe(0);
});
