import { type Backoff, delayBefore } from "./backoff";
import { Store } from "./store";

/** How one of the two media connections stands, for people to see. */
export type MediaLine = "idle" | "steady" | "away";

export interface RecoveryPort {
  /** Starts the connection over. */
  restart(): void;
  random?: () => number;
}

/** A connection that only wavers often finds back by itself. */
const WAVERING_MS = 3_000;
/** How long a new connection may take before the next is tried. */
const SETUP_MS = 12_000;
const BACKOFF: Backoff = { base_ms: 500, cap_ms: 20_000 };

/**
 * Decides when a media connection starts over: at once when it failed or the network changed, after a moment when
 * it wavers, and ever more patiently while nothing helps.
 */
export class Recovery {
  readonly line = new Store<MediaLine>("idle");
  readonly #port: RecoveryPort;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: RecoveryPort) {
    this.#port = port;
  }

  /** Takes what the peer connection says about itself. */
  state(state: RTCPeerConnectionState): void {
    if (state === "connected") this.#steady();
    else if (state === "disconnected") this.#wavers();
    else if (state === "failed") this.failed();
    else if (state === "connecting" && this.line.get() === "away") this.#later(SETUP_MS);
  }

  /** The connection is gone for good. */
  failed(): void {
    this.line.set("away");
    this.#later(this.#attempt === 0 ? 0 : delayBefore(this.#attempt, this.#port.random ?? Math.random, 0, BACKOFF));
  }

  /** The network changed under a connection that was there: what it knows of addresses is worth nothing now. */
  moved(): void {
    if (this.line.get() === "idle") return;
    this.line.set("away");
    this.#attempt = 0;
    this.#later(0);
  }

  /** Nothing travels this way any more. */
  idle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#attempt = 0;
    this.line.set("idle");
  }

  #steady(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#attempt = 0;
    this.line.set("steady");
  }

  #wavers(): void {
    if (this.line.get() !== "steady") return;
    this.line.set("away");
    this.#later(WAVERING_MS);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    const restart = () => {
      this.#attempt += 1;
      this.#timer = undefined;
      this.#port.restart();
    };
    if (ms === 0) restart();
    else this.#timer = setTimeout(restart, ms);
  }
}

/** Tells when this machine came to another network, or back to one. */
export function watchNetwork(moved: () => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  const connection = (navigator as { connection?: EventTarget }).connection;
  // Going offline is a change too, but there is nowhere to go yet.
  const changed = () => {
    if (navigator.onLine) moved();
  };
  window.addEventListener("online", moved);
  connection?.addEventListener("change", changed);
  return () => {
    window.removeEventListener("online", moved);
    connection?.removeEventListener("change", changed);
  };
}
