/** How long a change of loudness takes: quick enough for a first word, slow enough not to click. */
const RAMP_MS = 240;
const STEP_MS = 20;

/**
 * Sets how loud one audio element plays. Where a browser keeps an element's volume to itself (iPhones do), the sound
 * goes through Web Audio instead.
 */
export class Fader {
  readonly #element: HTMLAudioElement;
  #timer: ReturnType<typeof setInterval> | undefined;
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;

  constructor(element: HTMLAudioElement) {
    this.#element = element;
  }

  /** Goes to a gain of 0…1. */
  to(gain: number): void {
    clearInterval(this.#timer);
    if (this.#gain && this.#context) {
      this.#gain.gain.setTargetAtTime(gain, this.#context.currentTime, RAMP_MS / 3000);
      return;
    }
    const from = this.#element.volume;
    if (Math.abs(from - gain) < 0.001) return;
    if (this.#fixed(gain)) return;
    const steps = RAMP_MS / STEP_MS;
    let step = 0;
    this.#timer = setInterval(() => {
      step += 1;
      this.#element.volume = Math.min(1, Math.max(0, from + ((gain - from) * step) / steps));
      if (step >= steps) clearInterval(this.#timer);
    }, STEP_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#context?.close().catch(() => undefined);
  }

  /** Tries whether the element takes a volume; when it does not, takes the sound away from it. */
  #fixed(gain: number): boolean {
    const before = this.#element.volume;
    const probe = before > 0.5 ? before - 0.01 : before + 0.01;
    this.#element.volume = probe;
    const takes = Math.abs(this.#element.volume - probe) < 0.005;
    this.#element.volume = before;
    const stream = this.#element.srcObject;
    if (takes || !(stream instanceof MediaStream)) return false;
    this.#context = new AudioContext();
    this.#gain = new GainNode(this.#context, { gain });
    this.#context.createMediaStreamSource(stream).connect(this.#gain).connect(this.#context.destination);
    this.#element.muted = true;
    return true;
  }
}
