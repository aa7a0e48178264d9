import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Shown } from "./protocol";
import { ShowBoard, type Sight, shownList } from "./show";

const plain = { hidden: false, soundOnly: false, ratio: 1 };
const sight = (track: string, height: number, visible = true): Sight => ({ track, height, visible });

describe("what the page shows", () => {
  it("lists every picture at its largest place, in physical pixels", () => {
    const sights = [sight("a", 90), sight("a", 400), sight("b", 90, false)];
    expect(shownList(["a", "b", "c"], sights, { ...plain, ratio: 1.5 })).toEqual([
      { track: "a", height: 600 },
      { track: "b", height: 0 },
      { track: "c", height: 0 },
    ]);
  });

  it("is nothing in a hidden page or with sound alone", () => {
    const sights = [sight("a", 90)];
    expect(shownList(["a"], sights, { ...plain, hidden: true })).toEqual([{ track: "a", height: 0 }]);
    expect(shownList(["a"], sights, { ...plain, soundOnly: true })).toEqual([{ track: "a", height: 0 }]);
  });

  it("keeps to what fits into a message, those out of sight first", () => {
    const tracks = Array.from({ length: 501 }, (_, index) => `t${String(index)}`);
    const list = shownList(tracks, [sight("t0", 90)], plain);
    expect([list.length, list.some(({ track }) => track === "t0")]).toEqual([500, false]);
  });
});

class Observer {
  static all: Observer[] = [];
  constructor(private readonly tell: (entries: { target: Element; isIntersecting: boolean }[]) => void) {
    Observer.all.push(this);
  }
  observe() {}
  unobserve() {}
  disconnect() {}
  says(target: Element, isIntersecting: boolean) {
    this.tell([{ target, isIntersecting }]);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Observer.all = [];
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.stubGlobal("devicePixelRatio", 1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a show board", () => {
  function board() {
    const sent: Shown[][] = [];
    const one = new ShowBoard((list) => sent.push(list));
    const element = { clientHeight: 180 } as Element;
    const off = one.watch("a", element);
    const [seen, sized] = Observer.all as [Observer, Observer];
    const grow = (clientHeight: number) => {
      (element as { clientHeight: number }).clientHeight = clientHeight;
      sized.says(element, true);
    };
    return { one, sent, element, off, seen, grow };
  }

  it("asks for more within a twentieth of a second, and for less at leisure", () => {
    const { one, sent, element, seen, grow, off } = board();
    one.tracks(["a"]);
    seen.says(element, true);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([[{ track: "a", height: 180 }]]);
    vi.advanceTimersByTime(1000);
    grow(720);
    vi.advanceTimersByTime(50);
    expect(sent.at(-1)).toEqual([{ track: "a", height: 720 }]);
    vi.advanceTimersByTime(1000);
    off();
    vi.advanceTimersByTime(399);
    expect(sent).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sent.at(-1)).toEqual([{ track: "a", height: 0 }]);
  });

  it("says nothing twice, but everything again to a new presence", () => {
    const { one, sent, element, seen } = board();
    one.tracks(["a"]);
    seen.says(element, true);
    vi.advanceTimersByTime(1000);
    one.changed();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
    one.renew();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
  });
});
