import { segmentUrl } from "@/api/recordings";
import { type Lane, type Piece, around, bufferType, pieceAt } from "./timeline";

/** How far around the moment a lane is loaded, in milliseconds. */
const BEHIND = 20_000;
const AHEAD = 25_000;
/** Nearer than this to the clock, a lane is left alone; farther than the second, it jumps. */
const NEAR_S = 0.08;
const FAR_S = 0.5;

/**
 * Plays one track of a recording on an element, held to a clock from outside: segments are fetched as they come near,
 * each put at its own moment, so that all tracks line up as they were. Where the track has nothing it stands still.
 */
export class LanePlayer {
  readonly #source = new MediaSource();
  readonly #address: string;
  #buffer: SourceBuffer | undefined;
  #type = "";
  #work: Promise<void> = Promise.resolve();
  readonly #wanted = new Set<string>();
  #gone = false;

  constructor(
    private readonly element: HTMLMediaElement,
    private readonly recording: string,
  ) {
    this.#address = URL.createObjectURL(this.#source);
    element.src = this.#address;
  }

  /** Moves to `at` (milliseconds) and goes on from there, or stands. */
  follow(lane: Lane, at: number, playing: boolean): void {
    for (const piece of around(lane, at, 0, AHEAD)) this.#want(piece);
    const shown = pieceAt(lane, at) !== undefined;
    if (!shown) {
      this.element.pause();
      return;
    }
    const off = this.element.currentTime - at / 1_000;
    if (Math.abs(off) > FAR_S || (!playing && Math.abs(off) > NEAR_S)) this.element.currentTime = at / 1_000;
    this.element.playbackRate = Math.abs(off) > NEAR_S && playing ? (off > 0 ? 0.95 : 1.05) : 1;
    if (!playing) this.element.pause();
    else if (this.element.paused) void this.element.play().catch(() => undefined);
    this.#forget(lane, at);
  }

  close(): void {
    this.#gone = true;
    this.element.removeAttribute("src");
    this.element.load();
    URL.revokeObjectURL(this.#address);
  }

  #want(piece: Piece): void {
    const { digest } = piece.segment;
    if (this.#wanted.has(digest)) return;
    this.#wanted.add(digest);
    const bytes = fetch(segmentUrl(this.recording, digest), { credentials: "same-origin" }).then((reply) => {
      if (!reply.ok) throw new Error(`segment ${digest}: ${String(reply.status)}`);
      return reply.arrayBuffer();
    });
    // One after the other: a buffer takes one segment at a time.
    this.#work = this.#work
      .then(async () => {
        await this.#append(piece, await bytes);
      })
      .catch(() => {
        // It is asked for again when it is still near.
        this.#wanted.delete(digest);
      });
  }

  async #append(piece: Piece, bytes: ArrayBuffer): Promise<void> {
    if (this.#gone) return;
    await this.#opened();
    const type = bufferType(piece.segment);
    if (!this.#buffer) this.#buffer = this.#source.addSourceBuffer(type);
    else if (type !== this.#type) this.#buffer.changeType(type);
    this.#type = type;
    this.#buffer.timestampOffset = piece.from / 1_000;
    this.#buffer.appendBuffer(bytes);
    await settled(this.#buffer);
  }

  async #opened(): Promise<void> {
    if (this.#source.readyState === "open") return;
    await new Promise((open) => { this.#source.addEventListener("sourceopen", open, { once: true }); });
  }

  /** Lets go of what is long past, so that hours of replay stay small. */
  #forget(lane: Lane, at: number): void {
    const buffer = this.#buffer;
    const keep = (at - BEHIND) / 1_000;
    if (!buffer || buffer.updating || keep <= 0 || buffer.buffered.length === 0 || buffer.buffered.start(0) >= keep - 10) return;
    this.#work = this.#work.then(async () => {
      buffer.remove(0, keep);
      await settled(buffer);
      for (const piece of lane.pieces) {
        if (piece.from / 1_000 < keep) {
          this.#wanted.delete(piece.segment.digest);
        }
      }
    }, () => undefined);
  }
}

function settled(buffer: SourceBuffer): Promise<void> {
  return new Promise((done, fail) => {
    buffer.addEventListener("updateend", () => { done(); }, { once: true });
    buffer.addEventListener("error", () => { fail(new Error("the segment does not play")); }, { once: true });
  });
}
