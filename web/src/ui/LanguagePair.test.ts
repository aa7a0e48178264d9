import { describe, expect, it } from "vitest";

import { paired } from "./LanguagePair";

describe("two languages in their order", () => {
  it("takes another one at either place", () => {
    expect(paired(["zh", "en"], 0, "fr")).toEqual(["fr", "en"]);
    expect(paired(["zh", "en"], 1, "ar")).toEqual(["zh", "ar"]);
  });

  it("never has the same language twice", () => {
    expect(paired(["zh", "en"], 0, "en")).toEqual(["en", "zh"]);
    expect(paired(["zh", "en"], 1, "zh")).toEqual(["en", "zh"]);
  });
});
