import { type FallbackState, PICTURES, fallback } from "./fallback";
import { type Heard, type Quality, type Sample, hear, qualityBetween } from "./quality";
import type { MediaLine, Recovery } from "./recovery";
import { Store } from "./store";

/** Why no pictures travel: the person wants none, or the line bears none. */
export type SoundOnly = "chosen" | "line" | undefined;

/** How the line stands, for people to see. */
export interface LineView {
  quality: Quality | undefined;
  media: MediaLine;
  soundOnly: SoundOnly;
}

export interface LinePort {
  sample(): Promise<Sample>;
  sendsPicture(): boolean;
  /** Holds pictures back both ways, or lets them go on. */
  soundOnly(on: boolean): Promise<void>;
  recovery: readonly Pick<Recovery, "line">[];
}

const LOOK_MS = 2_000;

/** Looks at the line every two seconds while the call lasts, and gives up pictures before it gives up voices. */
export class Line extends Store<LineView> {
  readonly #port: LinePort;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last: Sample | undefined;
  #heard: Heard | undefined;
  #state: FallbackState = PICTURES;
  #chosen = false;
  #held = false;

  constructor(port: LinePort) {
    super({ quality: undefined, media: "idle", soundOnly: undefined });
    this.#port = port;
    for (const { line } of port.recovery) line.subscribe(this.#tell);
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(Date.now()), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#last = undefined;
    this.#heard = undefined;
  }

  /** The person's own switch: sound alone, or pictures as well (tried at once, whatever the line was like). */
  async choose(soundOnly: boolean): Promise<void> {
    this.#chosen = soundOnly;
    if (!soundOnly) this.#state = { ...PICTURES, since: Date.now() };
    await this.#apply();
  }

  /** Takes one look. */
  async look(now: number): Promise<void> {
    const sample = await this.#port.sample();
    const before = this.#last;
    this.#last = sample;
    this.#heard = hear(this.#heard, sample);
    if (!before || this.#away()) return;
    const quality = qualityBetween(before, sample, this.#heard);
    this.patch({ quality });
    this.#state = fallback(this.#state, quality, this.#port.sendsPicture(), now);
    await this.#apply();
  }

  async #apply(): Promise<void> {
    const hold = this.#chosen || this.#state.mode === "sound";
    this.#tell();
    if (hold === this.#held) return;
    this.#held = hold;
    await this.#port.soundOnly(hold).catch(() => undefined);
  }

  readonly #tell = (): void => {
    const lines = this.#port.recovery.map(({ line }) => line.get());
    const media = lines.includes("away") ? "away" : lines.includes("steady") ? "steady" : "idle";
    const soundOnly = this.#chosen ? "chosen" : this.#state.mode === "sound" ? "line" : undefined;
    const known = this.get();
    if (known.media !== media || known.soundOnly !== soundOnly) this.patch({ media, soundOnly });
  };

  /** While a connection is away its counters say nothing about the line. */
  #away(): boolean {
    return this.#port.recovery.some(({ line }) => line.get() === "away");
  }
}
