import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Recovery } from "./recovery";

function recovery() {
  const restart = vi.fn();
  const one = new Recovery({ restart, random: () => 1 });
  one.state("connected");
  return { one, restart };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a media connection", () => {
  it("is given a moment to find back by itself", () => {
    const { one, restart } = recovery();
    one.state("disconnected");
    expect(one.line.get()).toBe("away");
    vi.advanceTimersByTime(2_900);
    one.state("connected");
    vi.advanceTimersByTime(60_000);
    expect([one.line.get(), restart.mock.calls.length]).toEqual(["steady", 0]);
  });

  it("starts over when it does not", () => {
    const { one, restart } = recovery();
    one.state("disconnected");
    vi.advanceTimersByTime(3_000);
    expect(restart).toHaveBeenCalledOnce();
  });

  it("starts over at once when the network changed, and more patiently when that did not help", () => {
    const { one, restart } = recovery();
    one.moved();
    expect(restart).toHaveBeenCalledTimes(1);
    one.state("failed");
    vi.advanceTimersByTime(999);
    expect(restart).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(restart).toHaveBeenCalledTimes(2);
    one.state("failed");
    vi.advanceTimersByTime(1_999);
    expect(restart).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1);
    expect(restart).toHaveBeenCalledTimes(3);
  });

  it("does not wait for ever for a new connection that never comes up", () => {
    const { one, restart } = recovery();
    one.moved();
    one.state("connecting");
    vi.advanceTimersByTime(12_000);
    expect(restart).toHaveBeenCalledTimes(2);
  });

  it("has nothing to start over while nothing travels", () => {
    const { one, restart } = recovery();
    one.idle();
    one.moved();
    expect([one.line.get(), restart.mock.calls.length]).toEqual(["idle", 0]);
  });
});
