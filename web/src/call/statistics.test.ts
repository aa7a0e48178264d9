import { expect, it } from "vitest";

import type { Statistics } from "./protocol";
import { lineRows } from "./statistics";

const line = (participant: string, direction: Statistics["direction"], loss_per_mille: number): Statistics => ({ participant, direction, kbit_per_s: 100, loss_per_mille, rtt_ms: 30 });

it("puts both ways of a line together, the worst first and those without a line before all", () => {
  const rows = lineRows(
    [line("a", "upload", 0), line("a", "download", 80), line("b", "upload", 0), line("c", "upload", 0), line("v", "download", 0)],
    [
      { id: "a", name: "Anna", online: true },
      { id: "b", name: "Bao", online: true },
      { id: "c", name: "Chen", online: false },
    ],
  );
  expect(rows.map(({ name, bars }) => [name, bars])).toEqual([["Chen", 0], ["Anna", 2], ["Bao", 4], [undefined, 4]]);
  expect(rows[1]?.down?.loss_per_mille).toBe(80);
});
