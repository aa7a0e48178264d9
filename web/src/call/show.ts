import type { Shown } from "./protocol";

/** One place on the page where a track is shown. */
export interface Sight {
  track: string;
  /** In CSS pixels. */
  height: number;
  visible: boolean;
}

/** What holds for the page as a whole. */
export interface Viewing {
  /** The page is in a tab that nobody looks at. */
  hidden: boolean;
  /** The person wants no pictures, or the line bears none. */
  soundOnly: boolean;
  /** Physical pixels to a CSS pixel. */
  ratio: number;
}

/** At most this many tracks fit into one message. */
const LISTED = 500;
const TALLEST = 4320;

/** Lists every picture with the height of the largest place that shows it, 0 where none does. */
export function shownList(tracks: readonly string[], sights: Iterable<Sight>, viewing: Viewing): Shown[] {
  const heights = new Map<string, number>();
  if (!viewing.hidden && !viewing.soundOnly) {
    for (const { track, height, visible } of sights) {
      if (visible) heights.set(track, Math.max(heights.get(track) ?? 0, height));
    }
  }
  const physical = (track: string) => Math.min(TALLEST, Math.round((heights.get(track) ?? 0) * viewing.ratio));
  const list = tracks.map((track) => ({ track, height: physical(track) }));
  if (list.length <= LISTED) return list;
  // What is not listed comes whole: those in sight may, those out of sight must not.
  return [...list].sort((a, b) => a.height - b.height).slice(0, LISTED);
}

/** Whether the new list asks for more of anything: that must be quick, less may wait. */
export function asksMore(before: readonly Shown[], after: readonly Shown[]): boolean {
  const known = new Map(before.map(({ track, height }) => [track, height]));
  return after.some(({ track, height }) => height > (known.get(track) ?? 0));
}

function same(before: readonly Shown[], after: readonly Shown[]): boolean {
  return before.length === after.length && before.every(({ track, height }, index) => track === after[index]?.track && height === after[index].height);
}

const MORE_MS = 40;
const LESS_MS = 400;
const APART_MS = 120;

/** Tells the server how large each picture is seen, a moment after that changed. */
export class ShowBoard {
  readonly #send: (list: Shown[]) => void;
  readonly #sights = new Map<Element, Sight>();
  #tracks: string[] = [];
  #sent: Shown[] | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #due = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soundOnly = false;
  #seen: IntersectionObserver | undefined;
  #sized: ResizeObserver | undefined;

  constructor(send: (list: Shown[]) => void) {
    this.#send = send;
  }

  /** The pictures that arrive now. */
  tracks(tracks: string[]): void {
    this.#tracks = tracks;
    this.changed();
  }

  set soundOnly(on: boolean) {
    this.#soundOnly = on;
    this.changed();
  }

  /** Follows an element that shows a track until the returned function is called. */
  watch(track: string, element: Element): () => void {
    this.#open();
    this.#sights.set(element, { track, height: element.clientHeight, visible: false });
    this.#seen?.observe(element);
    this.#sized?.observe(element);
    return () => {
      this.#seen?.unobserve(element);
      this.#sized?.unobserve(element);
      this.#sights.delete(element);
      this.changed();
    };
  }

  /** Forgets what was sent: a new presence knows nothing of it. */
  renew(): void {
    this.#sent = undefined;
    this.changed();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Number.POSITIVE_INFINITY;
    this.#seen?.disconnect();
    this.#sized?.disconnect();
    this.#seen = undefined;
    if (typeof document !== "undefined") document.removeEventListener("visibilitychange", this.changed);
  }

  readonly changed = (): void => {
    const list = this.#list();
    if (this.#sent ? same(this.#sent, list) : list.length === 0) return;
    const wait = asksMore(this.#sent ?? [], list) ? MORE_MS : LESS_MS;
    const due = Math.max(performance.now() + wait, this.#sentAt + APART_MS);
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(this.#flush, due - performance.now());
  };

  readonly #flush = (): void => {
    this.#timer = undefined;
    this.#due = Number.POSITIVE_INFINITY;
    const list = this.#list();
    if (this.#sent && same(this.#sent, list)) return;
    this.#sent = list;
    this.#sentAt = performance.now();
    this.#send(list);
  };

  #list(): Shown[] {
    const hidden = typeof document !== "undefined" && document.visibilityState === "hidden";
    const ratio = globalThis.devicePixelRatio || 1;
    return shownList(this.#tracks, this.#sights.values(), { hidden, soundOnly: this.#soundOnly, ratio });
  }

  #open(): void {
    if (this.#seen) return;
    this.#seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.#note(target, { visible: isIntersecting });
    });
    this.#sized = new ResizeObserver((entries) => {
      for (const { target } of entries) this.#note(target, { height: target.clientHeight });
    });
    document.addEventListener("visibilitychange", this.changed);
  }

  #note(element: Element, change: Partial<Sight>): void {
    const known = this.#sights.get(element);
    if (!known) return;
    this.#sights.set(element, { ...known, ...change });
    this.changed();
  }
}

const origins = new WeakMap<MediaStream, { board: ShowBoard; track: string }>();

/** Remembers which track a stream carries, and whose board wants to know where it is shown. */
export function rememberOrigin(stream: MediaStream, board: ShowBoard, track: string): void {
  origins.set(stream, { board, track });
}

/** Says that an element shows a stream, until the returned function is called; own pictures concern nobody. */
export function watchPicture(stream: MediaStream, element: Element): () => void {
  const origin = origins.get(stream);
  return origin ? origin.board.watch(origin.track, element) : () => undefined;
}
