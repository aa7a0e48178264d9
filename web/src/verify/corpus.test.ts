/**
 * Both verifiers must agree on every file. `YUNQIAN_CORPUS` names a folder of bundles with the outcomes of
 * `yunqian verify`; a few of them are kept beside this test.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Check, Facts, Judgement, Outcome } from "./verdict";
import { verify } from "./verify";

interface Case {
  file: string;
  anchors: "pinned" | "other" | "signers" | "timestamps" | "none";
  /** In seconds since 1970. */
  at: number;
  result: Judgement;
  outcomes: Partial<Record<Check, Outcome>>;
  facts?: Facts;
}

/** Far longer than any takes, so that a busy machine fails none. */
const PATIENCE_MS = 120_000;

const folder = process.env["YUNQIAN_CORPUS"] ?? join(import.meta.dirname, "fixtures");

function json(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

const cases = json("expected.json") as Case[];
const anchors = { pinned: json("pinned.json"), other: json("other.json"), signers: json("signers.json"), timestamps: json("timestamps.json") };

describe("both verifiers agree", () => {
  test("on good and on bad bundles", () => {
    expect(new Set(cases.map(({ result }) => result)).size).toBeGreaterThan(1);
  });

  test.each(cases.map((each) => [each.file, each.anchors, each.at, each] as const))("on %s by %s anchors at %d", async (_file, _anchors, _at, expected) => {
    const bundle = new Uint8Array(readFileSync(join(folder, expected.file)));
    const pinned = expected.anchors === "none" ? {} : { pinned: { anchors: anchors[expected.anchors] } };
    const verdict = await verify({ bundle, ...pinned, now: expected.at });
    const outcomes = Object.fromEntries(verdict.checks.map(({ check, outcome }) => [check, outcome]));
    const details = verdict.checks.flatMap((line) => line.details ?? []).join("; ");
    expect({ result: verdict.result, outcomes }, details).toEqual({ result: expected.result, outcomes: expected.outcomes });
    if (expected.facts) expect(verdict.facts).toEqual(expected.facts);
  }, PATIENCE_MS);
});
