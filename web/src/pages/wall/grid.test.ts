import { describe, expect, it } from "vitest";

import { fitting, gridOf } from "./grid";

const keys = Array.from({ length: 200 }, (_, index) => String(index));

describe("the grid of the wall", () => {
  it("makes only the tiles near what is seen", () => {
    const grid = gridOf(keys, { width: 1192, top: 0, seen: 600, least: 142 });
    expect([grid.columns, grid.boxes.length, grid.boxes[0]?.key]).toEqual([8, 8 * 8, "0"]);
    const below = gridOf(keys, { width: 1192, top: 1000, seen: 600, least: 142 });
    expect(below.boxes[0]?.key).toBe("80");
    expect(below.boxes.length).toBeLessThan(90);
  });

  it("ends with the last tile", () => {
    const grid = gridOf(keys.slice(0, 9), { width: 1192, top: 0, seen: 600, least: 142 });
    expect([grid.boxes.length, grid.boxes.at(-1)]).toEqual([9, { key: "8", column: 0, row: 1 }]);
  });

  it("makes tiles as large as all fit, and no smaller than can be told apart", () => {
    expect(fitting(1, 1192, 600, 142)).toBe(592);
    expect(fitting(9, 1192, 700, 142)).toBe(392);
    expect(fitting(200, 1192, 700, 142)).toBe(142);
  });
});
