import { describe, expect, it } from "vitest";

import { headOf } from "./receipts";

describe("a receipt's checkpoint", () => {
  it("names the log, its size and its root", () => {
    const note = "fair.example.org/log\n117\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— fair.example.org/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    expect(headOf(note)).toEqual({ origin: "fair.example.org/log", size: 117, root: "qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=" });
  });
});
