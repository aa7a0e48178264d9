import { describe, expect, it } from "vitest";

import { compare } from "./diff";

const marked = (before: string, after: string) =>
  compare(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}}` : `{-${text}}`))
    .join("");

describe("comparing two versions of a clause", () => {
  it("marks nothing where nothing changed", () => {
    expect(marked("甲方应当交付。", "甲方应当交付。")).toBe("甲方应当交付。");
  });

  it("marks single characters in Chinese", () => {
    expect(marked("投资额为四亿元", "投资额为五亿元")).toBe("投资额为{-四}{+五}亿元");
  });

  it("marks whole words in English", () => {
    expect(marked("within thirty days", "within sixty days")).toBe("within {-thirty}{+sixty} days");
  });

  it("gives both texts back, whatever changed", () => {
    const [before, after] = ["The Park shall provide land.", "The Park shall, within 30 days, provide 20 mu of land."];
    const runs = compare(before, after);
    const without = (kind: string) => runs.filter((run) => run.kind !== kind).map(({ text }) => text).join("");
    expect([without("added"), without("removed")]).toEqual([before, after]);
  });

  it("shows a clause that is new as added whole", () => {
    expect(marked("", "新条款")).toBe("{+新条款}");
  });

  it("shows a text that is nearly all new as a whole, not as a patchwork", () => {
    const runs = compare("The parties conclude this freely.", "Mobile carpets are made in Zhangjiakou by both of the sides.");
    expect(runs.map(({ kind }) => kind)).toEqual(["removed", "added"]);
  });
});
