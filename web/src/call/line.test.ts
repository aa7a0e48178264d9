import { describe, expect, it, vi } from "vitest";

import { Line } from "./line";
import type { Sample } from "./quality";
import { Recovery } from "./recovery";

function line() {
  const counters = { packets: 0, lost: 0 };
  const soundOnly = vi.fn(() => Promise.resolve());
  const recovery = new Recovery({ restart: () => undefined });
  const sample = (): Promise<Sample> =>
    Promise.resolve({ at: counters.packets, up: { bytes: 0, packets: 0, lost: 0 }, down: { bytes: counters.packets * 100, packets: counters.packets, lost: counters.lost } });
  const one = new Line({ sample, sendsPicture: () => false, soundOnly, recovery: [recovery] });
  const looks = async (times: number, loss: number, from: number) => {
    for (let nth = 0; nth < times; nth += 1) {
      counters.packets += 100;
      counters.lost += loss * 100;
      await one.look(from + nth * 2000);
    }
  };
  return { one, looks, soundOnly, recovery };
}

describe("a line", () => {
  it("holds pictures back while it loses too much, and lets them go on by itself", async () => {
    const { one, looks, soundOnly } = line();
    await looks(6, 0.3, 0);
    expect([one.get().soundOnly, soundOnly.mock.calls]).toEqual(["line", [[true]]]);
    await looks(9, 0, 12_000);
    expect([one.get().soundOnly, soundOnly.mock.calls]).toEqual([undefined, [[true], [false]]]);
  });

  it("leaves the choice to the person", async () => {
    const { one, looks, soundOnly } = line();
    await one.choose(true);
    await looks(20, 0, 0);
    expect(one.get().soundOnly).toBe("chosen");
    await one.choose(false);
    expect([one.get().soundOnly, soundOnly.mock.calls]).toEqual([undefined, [[true], [false]]]);
  });

  it("judges nothing while a connection is away, but says so", async () => {
    const { one, looks, recovery } = line();
    recovery.state("connected");
    recovery.state("failed");
    await looks(20, 0.5, 0);
    expect(one.get()).toEqual({ quality: undefined, media: "away", soundOnly: undefined });
  });
});
