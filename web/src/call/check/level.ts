import { Store } from "../store";

/** The quietest sound the meter shows, in decibels below full. */
const FLOOR_DB = -60;

/** Maps samples of −1…1 to 0…1 as people hear loudness: silence 0, full 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  if (samples.length === 0 || sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

/** Follows how loud a stream is, ten times a second, until it is stopped. */
export class LevelMeter extends Store<number> {
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super(0);
  }

  start(stream: MediaStream): void {
    this.stop();
    const context = new AudioContext();
    this.#context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    // A page that nobody has touched yet may not run sound; the first gesture lets it.
    context.resume().catch(() => undefined);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      // Up at once, down slowly: a word stays long enough to be seen.
      this.set(Math.max(levelOf(samples), this.get() - 0.08));
    }, 100);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    this.set(0);
  }
}
