import { describe, expect, it } from "vitest";
import { type PageBox, atFoot, drawnAt, moved, overlap, step, within } from "./place";

const page: PageBox = { x: 50, y: 100, width: 400, height: 600 };
const places = (count: number) => atFoot(Array.from({ length: count }, (_, index) => ({ id: `s${String(index)}` })), 3, page);

describe("fields on an uploaded page", () => {
  it("places everybody on the page, nobody over another", () => {
    const fields = places(8);
    for (const [index, field] of fields.entries()) {
      expect(field).toEqual(within(field, page));
      expect(fields.slice(index + 1).some((other) => overlap(field, other))).toBe(false);
    }
  });

  it("never moves a field off its page", () => {
    const [field] = places(1);
    expect(moved(field!, -1000, -1000, page)).toMatchObject({ x: 5000, y: 10_000, page: 3 });
    const far = moved(field!, 1000, 1000, page);
    expect([far.x + far.width, far.y + far.height]).toEqual([45_000, 70_000]);
  });

  it("draws a field where it lies, from the upper left corner", () => {
    const field = { signatory: "a", page: 1, x: 5000, y: 64_000, width: 20_000, height: 6000 };
    expect(drawnAt(field, page)).toEqual({ left: 0, top: 0, width: 0.5, height: 0.1 });
  });

  it("goes up with the arrow up, and farther with Shift", () => {
    expect(step("ArrowUp", false)).toEqual([0, 2]);
    expect(step("ArrowLeft", true)).toEqual([-20, 0]);
    expect(step("Enter", false)).toBeUndefined();
  });
});
