import { Call } from "../call";
import type { GrantSource } from "../grant";
import { trackKey } from "../media";
import { type Quality, type Sample, qualityBetween } from "../quality";
import { Store } from "../store";
import { testPicture } from "./picture";

/** How far the test of the line is; every step has words of its own. */
export type NetworkStep = "idle" | "socket" | "media" | "measuring" | "done" | "failed";

/** What failed: the server was not reached, the room did not open, or media did not come through. */
export type NetworkProblem = "unreachable" | "refused" | "no-media";

export interface NetworkReport {
  step: NetworkStep;
  problem?: NetworkProblem;
  /** The code of a refusal, for the small print. */
  code?: string;
  /** From opening the socket to being let in. */
  enteredMs?: number;
  /** From sending the first picture to seeing it come back. */
  firstPictureMs?: number;
  quality?: Quality;
}

const ENTER_MS = 10_000;
const MEDIA_MS = 12_000;
const MEASURE_MS = 6_000;
/** The line needs a moment to find its speed; what is lost meanwhile says nothing. */
const WARM_UP_MS = 2_000;

/**
 * Tries the line as a room would use it: in a room of one's own, one presence sends a test picture and sound, and
 * another receives them back from the server.
 */
export class NetworkCheck extends Store<NetworkReport> {
  readonly #grant: GrantSource;
  #run = 0;
  #stop: (() => void) | undefined;

  constructor(grant: GrantSource) {
    super({ step: "idle" });
    this.#grant = grant;
  }

  async start(): Promise<void> {
    this.stop();
    const run = (this.#run += 1);
    const report = (change: Partial<NetworkReport>) => {
      if (run === this.#run) this.patch(change);
    };
    const picture = testPicture();
    const sender = new Call({ grant: this.#grant });
    const receiver = new Call({ grant: this.#grant, pictures: "all" });
    this.#stop = () => {
      picture.stop();
      sender.leave();
      receiver.leave();
    };
    this.set({ step: "socket" });
    try {
      await loop(sender, receiver, picture.stream, report);
      report({ step: "done" });
    } catch (error) {
      report({ step: "failed", ...problemOf(error) });
    } finally {
      if (run === this.#run) this.stop();
    }
  }

  stop(): void {
    this.#run += 1;
    this.#stop?.();
    this.#stop = undefined;
  }
}

class Stuck extends Error {
  constructor(
    readonly problem: NetworkProblem,
    readonly code?: string,
  ) {
    super(problem);
  }
}

function problemOf(error: unknown): Partial<NetworkReport> {
  if (error instanceof Stuck) return { problem: error.problem, ...(error.code && { code: error.code }) };
  const code = (error as { code?: unknown } | undefined)?.code;
  return { problem: "refused", ...(typeof code === "string" && { code }) };
}

async function loop(sender: Call, receiver: Call, stream: MediaStream, report: (change: Partial<NetworkReport>) => void): Promise<void> {
  const began = performance.now();
  sender.join();
  receiver.join();
  await Promise.all([entered(sender), entered(receiver)]);
  report({ step: "media", enteredMs: Math.round(performance.now() - began) });

  const sent = performance.now();
  const [camera] = stream.getVideoTracks();
  const [microphone] = stream.getAudioTracks();
  await sender.send({ ...(camera && { camera }), ...(microphone && { microphone }) });
  const own = sender.room.get()?.me.participant ?? "";
  const back = await until(receiver.media, ({ remote }) => remote[trackKey(own, "camera")], MEDIA_MS, () => new Stuck("no-media"));
  await seen(back);
  report({ step: "measuring", firstPictureMs: Math.round(performance.now() - sent) });

  await pause(WARM_UP_MS);
  const before = await both(sender, receiver);
  await pause(MEASURE_MS);
  report({ quality: qualityBetween(before, await both(sender, receiver)) });
}

/** What the sender's upload and the receiver's download did. */
async function both(sender: Call, receiver: Call): Promise<Sample> {
  const [up, down] = await Promise.all([sender.sample(), receiver.sample()]);
  return { ...up, down: down.down, rttMs: up.rttMs ?? down.rttMs };
}

function entered(call: Call): Promise<unknown> {
  const refusal = () => {
    const link = call.link.state.get();
    return link.phase === "ended" ? new Stuck("refused", link.code) : new Stuck("unreachable");
  };
  return until(
    call.link.state,
    ({ phase }) => {
      if (phase === "ended") throw refusal();
      return phase === "joined" || undefined;
    },
    ENTER_MS,
    refusal,
  );
}

/** Waits until the stream really shows pictures: a track alone proves nothing. */
async function seen(stream: MediaStream): Promise<void> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  const deadline = performance.now() + MEDIA_MS;
  try {
    video.srcObject = stream;
    video.play().catch(() => undefined);
    while (video.videoWidth === 0) {
      if (performance.now() > deadline) throw new Stuck("no-media");
      await pause(50);
    }
  } finally {
    video.srcObject = null;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves with what `found` gives once the store holds it. */
function until<T, F>(store: Store<T>, found: (value: T) => F | undefined, patienceMs: number, late: () => Error): Promise<F> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      off();
      settle();
    };
    const look = () => {
      try {
        const value = found(store.get());
        if (value !== undefined) end(() => { resolve(value); });
      } catch (error) {
        end(() => { reject(error as Error); });
      }
    };
    const timer = setTimeout(() => { end(() => { reject(late()); }); }, patienceMs);
    const off = store.subscribe(look);
    look();
  });
}
