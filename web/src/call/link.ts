import { delayBefore } from "./backoff";
import { type GrantSource, type RoomGrant, socketUrl } from "./grant";
import { uuidv7 } from "./id";
import {
  type ClientFrame,
  type ClientMessage,
  PROTOCOL_VERSION,
  type ServerFrame,
  type ServerMessage,
} from "./protocol";
import { Store } from "./store";

/** How the socket stands, for people to see. */
export type LinkState =
  | { phase: "idle" }
  | { phase: "connecting"; attempt: number; code?: string | undefined }
  | { phase: "joined" }
  | { phase: "reconnecting"; attempt: number; code?: string | undefined }
  | { phase: "ended"; code: string };

/** The part of a WebSocket the link uses; tests bring their own. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface LinkOptions {
  grant: GrantSource;
  onFrame: (frame: ServerFrame) => void;
  onWelcome: (welcome: Welcome, at: number) => void;
  openSocket?: (url: string) => Socket;
  random?: () => number;
  page?: Pick<Location, "protocol" | "host">;
}

export type Welcome = Extract<ServerMessage, { type: "welcome" }>;

/** A refusal by the server, or the link's own word that no answer will come. */
export class RoomError extends Error {
  constructor(
    readonly code: string,
    readonly retryAfterMs?: number,
  ) {
    super(code);
    this.name = "RoomError";
  }
}

interface Pending {
  frame: ClientFrame;
  resolve: (message: ServerMessage) => void;
  reject: (error: RoomError) => void;
}

const PING_MS = 5_000;
const DEAD_MS = 15_000;
/** The clocks are compared soon after entering, and once more when the rush is over. */
const FIRST_PINGS_MS = [250, 1_500];
/** Messages of one negotiation; on a fresh presence they mean nothing. */
const NEGOTIATION = new Set<ClientMessage["type"]>(["upload_offer", "download_answer", "download_restart"]);
const UNANSWERED = new Set<ClientMessage["type"]>(["react", "stroke", "caption"]);
const FINAL_CLOSE: Record<number, string> = {
  1000: "room-closed",
  4003: "removed",
  4004: "room-closed",
  4005: "denied",
  4009: "replaced",
};
const FINAL_ERROR = new Set(["removed", "denied", "room-closed", "room-locked", "room-full", "unsupported-version"]);

/**
 * Keeps one presence in one room alive over many sockets: says hello, repeats what was not acknowledged,
 * resumes from the last sequence number seen, and comes back with full jitter.
 */
export class Link {
  readonly state = new Store<LinkState>({ phase: "idle" });
  /** Server clock minus this clock, in milliseconds. */
  offsetMs = 0;
  /** How long the last question took to be answered, in milliseconds. */
  roundMs: number | undefined;

  readonly #options: LinkOptions;
  readonly #pending = new Map<string, Pending>();
  #socket: Socket | undefined;
  #grant: RoomGrant | undefined;
  #resume: { token: string; last_seq: number } | undefined;
  #helloId = "";
  #attempt = 0;
  #heardAt = 0;
  #pingedAt = 0;
  #bestRoundMs = Number.POSITIVE_INFINITY;
  #retryAfterMs = 0;
  #refusal: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get joined(): boolean {
    return this.state.get().phase === "joined";
  }

  open(): void {
    if (this.state.get().phase !== "idle") return;
    this.state.set({ phase: "connecting", attempt: 0 });
    void this.#connect();
  }

  /** Leaves for good: the server is told when it can be. */
  close(code = "left"): void {
    if (this.joined) this.#write({ id: uuidv7(), body: { type: "leave" } });
    this.#end(code);
  }

  /** Comes back at once, without waiting for the next attempt (the network returned). */
  nudge(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#connect();
  }

  /** Sends a message and resolves with its reply; it survives a broken socket and is repeated under the same id. */
  ask(body: ClientMessage): Promise<ServerMessage> {
    if (this.state.get().phase === "ended") return Promise.reject(new RoomError("room-closed"));
    const frame: ClientFrame = { id: uuidv7(), body };
    return new Promise((resolve, reject) => {
      this.#pending.set(frame.id, { frame, resolve, reject });
      if (this.joined) this.#write(frame);
    });
  }

  /** Sends what is worth nothing a moment later; it is dropped while the socket is away. */
  cast(body: ClientMessage): void {
    if (this.joined && UNANSWERED.has(body.type)) this.#write({ id: uuidv7(), body });
  }

  async #connect(): Promise<void> {
    try {
      this.#grant ??= await this.#options.grant();
    } catch (error) {
      this.#grantFailed(error);
      return;
    }
    if (this.state.get().phase === "ended") return;
    const url = socketUrl(this.#grant.ws_path, this.#options.page ?? location);
    const open = this.#options.openSocket ?? ((address: string) => new WebSocket(address) as unknown as Socket);
    const socket = open(url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => {
      this.#hello();
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#received(String(data));
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
    this.#pulse = setInterval(() => {
      this.#beat();
    }, PING_MS);
  }

  #grantFailed(error: unknown): void {
    const status = (error as { status?: number } | undefined)?.status ?? 0;
    const code = (error as { code?: string } | undefined)?.code ?? "grant-unavailable";
    if (status >= 400 && status < 500 && status !== 429) this.#end(code);
    else this.#later(code);
  }

  #hello(): void {
    this.#helloId = uuidv7();
    this.#write({
      id: this.#helloId,
      body: {
        type: "hello",
        version: PROTOCOL_VERSION,
        grant: this.#grant?.token ?? "",
        resume: this.#resume ?? null,
        upload: null,
      },
    });
  }

  #received(text: string): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text) as ServerFrame;
    if (typeof frame.seq === "number" && this.#resume) this.#resume.last_seq = Math.max(this.#resume.last_seq, frame.seq);
    if (frame.body.type === "closing") this.#retryAfterMs = frame.body.retry_after_ms ?? 0;
    if (frame.body.type === "removed" || frame.body.type === "denied") this.#refusal = frame.body.type;
    if (frame.ack === this.#helloId) this.#greeted(frame);
    else if (frame.ack) this.#answered(frame.ack, frame);
    else if (frame.body.type === "error") this.#refusal = frame.body.code;
    this.#options.onFrame(frame);
  }

  #greeted(frame: ServerFrame): void {
    const { body } = frame;
    if (body.type === "error") {
      this.#refusal = body.code;
      this.#retryAfterMs = body.retry_after_ms ?? 0;
      return;
    }
    if (body.type !== "welcome") return;
    const lastSeq = body.snapshot?.seq ?? this.#resume?.last_seq ?? 0;
    this.#resume = { token: body.resume_token, last_seq: lastSeq };
    this.#attempt = 0;
    this.#refusal = undefined;
    this.#retryAfterMs = 0;
    this.state.set({ phase: "joined" });
    this.#options.onWelcome(body, frame.at);
    this.#repeat(body.resumed);
    const socket = this.#socket;
    for (const wait of FIRST_PINGS_MS) {
      setTimeout(() => {
        if (socket === this.#socket) this.#beat();
      }, wait);
    }
  }

  #repeat(resumed: boolean): void {
    for (const [id, pending] of [...this.#pending]) {
      if (!resumed && NEGOTIATION.has(pending.frame.body.type)) {
        this.#pending.delete(id);
        pending.reject(new RoomError("superseded"));
      } else {
        this.#write(pending.frame);
      }
    }
  }

  #answered(id: string, frame: ServerFrame): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    const { body } = frame;
    if (body.type === "pong") this.#measure(frame.at);
    if (body.type === "error") pending.reject(new RoomError(body.code, body.retry_after_ms ?? undefined));
    else pending.resolve(body);
  }

  #beat(): void {
    const now = Date.now();
    if (now - this.#heardAt > DEAD_MS) {
      const socket = this.#socket;
      this.#closed(4000);
      socket?.close();
      return;
    }
    if (!this.joined) return;
    this.#pingedAt = now;
    this.ask({ type: "ping" }).catch(() => undefined);
  }

  #measure(at: number): void {
    const now = Date.now();
    const round = now - this.#pingedAt;
    this.roundMs = round;
    if (round > this.#bestRoundMs * 1.5) return;
    this.#bestRoundMs = Math.min(this.#bestRoundMs, round);
    this.offsetMs = at - (this.#pingedAt + round / 2);
  }

  #closed(code: number): void {
    this.#drop();
    const refusal = this.#refusal;
    this.#refusal = undefined;
    const final = refusal && FINAL_ERROR.has(refusal) ? refusal : FINAL_CLOSE[code];
    if (final) {
      this.#end(final);
      return;
    }
    if (refusal === "bad-grant" && this.#attempt > 2) {
      this.#end(refusal);
      return;
    }
    if (refusal === "grant-expired" || refusal === "bad-grant") this.#grant = undefined;
    this.#later(refusal);
  }

  #later(code?: string): void {
    const known = this.#resume !== undefined;
    const attempt = this.#attempt + 1;
    const wait = delayBefore(this.#attempt, this.#options.random ?? Math.random, this.#retryAfterMs);
    this.#attempt = attempt;
    this.state.set({ phase: known ? "reconnecting" : "connecting", attempt, code });
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#connect();
    }, wait);
  }

  #end(code: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#drop();
    socket?.close(1000);
    this.state.set({ phase: "ended", code });
    for (const pending of this.#pending.values()) pending.reject(new RoomError(code));
    this.#pending.clear();
  }

  #drop(): void {
    clearInterval(this.#pulse);
    this.#socket = undefined;
    for (const [id, { frame }] of [...this.#pending]) {
      if (frame.body.type === "ping") this.#pending.delete(id);
    }
  }

  #write(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}
