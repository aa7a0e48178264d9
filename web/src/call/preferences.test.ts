import { expect, it } from "vitest";

import { preferences, remember } from "./preferences";

function storage(kept?: string) {
  let text = kept ?? null;
  return { getItem: () => text, setItem: (_: string, next: string) => { text = next; } };
}

it("remembers one choice beside the others", () => {
  const kept = storage();
  remember({ camera: "c" }, kept);
  remember({ speaker: "s" }, kept);
  expect(preferences(kept)).toEqual({ camera: "c", speaker: "s" });
});

it("takes nonsense for nothing", () => {
  expect([preferences(storage("{")), preferences(storage("7")), preferences(undefined)]).toEqual([{}, {}, {}]);
});
