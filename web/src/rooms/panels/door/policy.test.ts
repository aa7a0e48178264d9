import { expect, test } from "vitest";

import { policyOf } from "./policy";

test("a lock is stronger than a lobby, and without both everyone comes in", () => {
  expect(policyOf({ locked: true, lobby: true })).toBe("locked");
  expect(policyOf({ locked: false, lobby: true })).toBe("lobby");
  expect(policyOf({ locked: false, lobby: false })).toBe("open");
});
