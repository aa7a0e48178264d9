import { describe, expect, it } from "vitest";

import type { Question } from "@/call";
import { counted, inOrder } from "./order";

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  participant: "p",
  name: "N",
  text: "?",
  at: 0,
  votes: 0,
  state: "open",
  pinned: false,
  ...more,
});

const order = (sort: "votes" | "newest", ...questions: Question[]) => inOrder(questions, sort).map(({ id }) => id);

describe("questions", () => {
  it("come with the most wanted first, the older before the newer", () => {
    expect(order("votes", question("a", { votes: 1, at: 2 }), question("b", { votes: 5, at: 3 }), question("c", { votes: 1, at: 1 }))).toEqual(["b", "c", "a"]);
  });

  it("come newest first when asked for", () => {
    expect(order("newest", question("a", { votes: 9, at: 1 }), question("b", { at: 2 }))).toEqual(["b", "a"]);
  });

  it("keep what is answered now before what is pinned, and what is answered last", () => {
    const all = [question("done", { state: "answered", votes: 9 }), question("open"), question("pinned", { pinned: true }), question("live", { state: "live" })];
    expect(order("votes", ...all)).toEqual(["live", "pinned", "open", "done"]);
  });

  it("are counted by whether they have an answer", () => {
    expect(counted([question("a"), question("b", { state: "live" }), question("c", { state: "answered" })])).toEqual({ waiting: 2, answered: 1 });
  });
});
