import { expect, test } from "vitest";

import type { Poll } from "@/call";
import { tally } from "./tally";

const poll = (voters: number, ...votes: (number | null)[]): Poll => ({
  id: "p",
  question: "?",
  options: votes.map((count, index) => ({ text: String(index), votes: count })),
  multiple: false,
  open: true,
  shown: true,
  voters,
});

test("a poll whose votes are not shown has no result", () => {
  expect(tally(poll(3, null, null))).toBeUndefined();
});

test("shares are of those who voted, so several choices may sum to more than one", () => {
  expect(tally(poll(4, 4, 2))?.map(({ share }) => share)).toEqual([1, 0.5]);
});

test("every answer with the most votes leads, and none while nobody voted", () => {
  expect(tally(poll(4, 2, 2, 0))?.map(({ leads }) => leads)).toEqual([true, true, false]);
  expect(tally(poll(0, 0, 0))?.map(({ leads, share }) => [leads, share])).toEqual([[false, 0], [false, 0]]);
});
