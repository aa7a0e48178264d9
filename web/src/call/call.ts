import { type Captured, capture } from "./devices";
import { Desk } from "./desk";
import { Downlink } from "./downlink";
import type { GrantSource } from "./grant";
import { boothCommands, hostCommands } from "./commands";
import { Line } from "./line";
import { Link, RoomError, type Socket, type Welcome } from "./link";
import { type MediaView, NO_MEDIA, localStreams, remoteStreams, trackKey } from "./media";
import type { ClientMessage, ServerFrame, ServerMessage, Shown, Source } from "./protocol";
import { type Sample, sampleOf } from "./quality";
import { Recovery, watchNetwork } from "./recovery";
import { type RoomView, fold, maySend, over, welcomed } from "./room";
import { ShowBoard, rememberOrigin } from "./show";
import { Signal, Store } from "./store";
import type { StrokePoint } from "./stroke";
import { StrokeBoard } from "./strokes";
import { Uplink } from "./uplink";

export interface CallOptions {
  grant: GrantSource;
  openSocket?: (url: string) => Socket;
  random?: () => number;
  page?: Pick<Location, "protocol" | "host">;
  /** Pictures that no page shows are held back, unless all are wanted (a test of the line shows none). */
  pictures?: "seen" | "all";
  /** Whether it takes part in words alone (beside a broadcast): then the room sends it neither pictures nor sound. */
  media?: "none";
}

const DOWNLOAD_PATIENCE_MS = 10_000;
const PASSING = new Set(["bad-generation", "negotiation-pending", "media-unavailable", "rate-limited"]);
const NO_REPORT = new Map<string, never>();

/** What the client itself sends, and whether it muted it. */
export type Sending = Partial<Record<Source, { muted: boolean }>>;

/**
 * One person in one room. Its stores are for showing (`useSyncExternalStore` reads them), its methods for doing;
 * every method resolves when the server has done it, and rejects with a `RoomError` or a `CaptureError` whose
 * `code` is stable.
 */
export class Call {
  readonly room = new Store<RoomView | undefined>(undefined);
  readonly media = new Store<MediaView>(NO_MEDIA);
  readonly sending = new Store<Sending>({});
  readonly strokes = new StrokeBoard();
  readonly reactions = new Signal<{ participant: string; emoji: string }>();
  readonly link: Link;
  /** How well the line works, and whether it carries pictures. */
  readonly line: Line;
  readonly desk: Desk;

  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #tracks: Partial<Record<Source, MediaStreamTrack>> = {};
  #iceServers: RTCIceServer[] = [];
  /** The camera that the line held back; what the person switched off itself stays off. */
  #heldBack: MediaStreamTrack | undefined;
  readonly #show: ShowBoard;
  readonly #listens: boolean;
  readonly #recovery = {
    upload: new Recovery({ restart: () => { this.#restart("upload"); } }),
    download: new Recovery({ restart: () => { this.#restart("download"); } }),
  };
  readonly #unwatch: () => void;
  #restarts = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CallOptions) {
    this.#listens = options.media !== "none";
    this.link = new Link({
      ...options,
      onFrame: (frame) => {
        this.#frame(frame);
      },
      onWelcome: (welcome) => {
        this.#welcome(welcome);
      },
    });
    this.desk = new Desk(this.link, this.room);
    this.link.state.subscribe(() => {
      if (this.link.state.get().phase === "ended") this.#over();
    });
    const configuration = () => ({ iceServers: this.#iceServers });
    this.#uplink = new Uplink({
      configuration,
      // Spectators' browsers play VP9 where they don't play VP8.
      codec: () => (this.room.get()?.bulletins["broadcast"] === true ? "vp9" : "vp8"),
      offer: async (offer) => {
        const reply = await this.link.ask({ type: "upload_offer", offer });
        if (reply.type !== "upload_answer") throw new RoomError("bad-frame");
        return reply.answer;
      },
      state: (state) => {
        this.#recovery.upload.state(state);
      },
    });
    this.#downlink = new Downlink({
      configuration,
      answer: (connection, generation, sdp) => {
        this.link.ask({ type: "download_answer", connection, generation, sdp }).catch(() => undefined);
      },
      tracks: (arriving) => {
        this.#arrived(arriving);
      },
      state: (state) => {
        this.#recovery.download.state(state);
      },
    });
    this.#show = new ShowBoard((tracks) => {
      if (options.pictures !== "all") this.show(tracks).catch(() => undefined);
    });
    this.line = new Line({
      sample: () => this.sample(),
      sendsPicture: () => this.sending.get().camera?.muted === false,
      soundOnly: (on) => this.#soundOnly(on),
      recovery: [this.#recovery.upload, this.#recovery.download],
    });
    this.#unwatch = watchNetwork(() => {
      this.link.nudge();
      if (!this.link.joined) return;
      this.#recovery.upload.moved();
      this.#recovery.download.moved();
    });
  }

  join(): void {
    this.link.open();
  }

  leave(): void {
    this.link.close();
  }

  /** Milliseconds since 1970 on the server's clock. */
  now(): number {
    return Date.now() + this.link.offsetMs;
  }

  /** Opens a device and sends it; on one that is sent already, changes over to the other device. */
  async publish(source: "camera" | "microphone" | "screen", deviceId?: string): Promise<void> {
    const captured = await capture(source, deviceId);
    await this.send(captured);
  }

  /** Sends tracks that are open already (tests, canvases, files). */
  async send(captured: Captured): Promise<void> {
    const fresh: Captured = {};
    for (const [source, track] of Object.entries(captured) as [Source, MediaStreamTrack][]) {
      const known = this.#tracks[source];
      this.#tracks[source] = track;
      track.onended = () => void this.unpublish(source);
      if (known) {
        known.onended = null;
        known.stop();
        track.enabled = known.enabled;
        await this.#uplink.replace(source, track);
      } else fresh[source] = track;
    }
    this.#showLocal();
    const sources = Object.keys(fresh) as Source[];
    if (sources.length === 0) return;
    try {
      await this.#uplink.publish(fresh);
    } catch (error) {
      // What the room refuses must not go on filming; what a new connection overtook is sent again there.
      if (error instanceof RoomError && error.code !== "superseded") await this.#refused(sources);
      throw error;
    }
    await this.#unmute(sources);
  }

  /** Stops sending a source and closes its device. */
  async unpublish(source: Source): Promise<void> {
    const sources: Source[] = source === "screen" ? ["screen", "screen_audio"] : [source];
    for (const one of sources) {
      const track = this.#tracks[one];
      if (!track) continue;
      track.onended = null;
      track.stop();
      delete this.#tracks[one];
    }
    this.#showLocal();
    await this.#uplink.unpublish(...sources);
    if (!this.#uplink.sends) this.#recovery.upload.idle();
  }

  /** Mutes or unmutes an own source at once, then tells the others. */
  async mute(source: Source, muted: boolean): Promise<void> {
    const track = this.#tracks[source];
    if (!track) return;
    track.enabled = !muted;
    this.#showLocal();
    await this.link.ask({ type: "mute", source, muted });
  }

  chat(text: string): Promise<ServerMessage> {
    return this.link.ask({ type: "chat", text });
  }

  raiseHand(raised: boolean): Promise<ServerMessage> {
    return this.link.ask(raised ? { type: "raise_hand" } : { type: "lower_hand", participant: null });
  }

  react(emoji: string): void {
    this.link.cast({ type: "react", emoji });
  }

  roster(after: string | null, query: string | null, limit = 50): Promise<ServerMessage> {
    return this.link.ask({ type: "roster", after, limit, query });
  }

  ready(act: string, ready: boolean): Promise<ServerMessage> {
    return this.link.ask({ type: "ready", act, ready });
  }

  stroke(act: string, stroke: number, points: StrokePoint[], end: boolean): void {
    for (let from = 0; from < Math.max(1, points.length); from += 64) {
      const part = points.slice(from, from + 64).map(({ x, y, t }): [number, number, number] => [x, y, t]);
      this.link.cast({ type: "stroke", act, stroke, points: part, end: end && from + 64 >= points.length });
    }
  }

  /** Chooses the language channel to receive beside the floor; the floor alone without one. */
  async listen(channel: string | undefined): Promise<void> {
    await this.link.ask({ type: "listen", channel: channel ?? null });
    const room = this.room.get();
    if (room) this.room.set({ ...room, own: { ...room.own, listening: channel ?? null } });
  }

  /** Silences an own source for a moment without telling anyone (a cough). */
  hush(source: Source, on: boolean): void {
    const track = this.#tracks[source];
    if (track && this.sending.get()[source]?.muted === false) track.enabled = !on;
  }

  /** Says that a cue is on this page now. */
  cueShown(cue: string): void {
    this.link.ask({ type: "cue_shown", cue, at: Math.round(this.now()) }).catch(() => undefined);
  }

  /** Moderators' commands, as the protocol names them. */
  readonly host = hostCommands((body) => this.link.ask(body));
  /** Interpreters' commands. */
  readonly booth = boothCommands((body) => this.link.ask(body));

  /** Counts what travelled both ways so far. */
  async sample(): Promise<Sample> {
    const [upload, download] = await Promise.all([this.#uplink.stats(), this.#downlink.stats()]);
    return sampleOf((upload ?? NO_REPORT).values(), (download ?? NO_REPORT).values(), Date.now());
  }

  /** Says how large tracks are shown; the pages' pictures report themselves (`watchPicture`). */
  show(tracks: Shown[]): Promise<ServerMessage> {
    return this.link.ask({ type: "show", tracks } satisfies ClientMessage);
  }

  async #refused(sources: Source[]): Promise<void> {
    for (const source of sources) await this.unpublish(source).catch(() => undefined);
  }

  /** A source that was muted when it ended is still held back by the room when it begins anew. */
  async #unmute(sources: Source[]): Promise<void> {
    const room = this.room.get();
    const own = room?.participants.find(({ id }) => id === room.me.participant);
    for (const track of own?.tracks ?? []) {
      const fresh = sources.includes(track.source) && this.#tracks[track.source]?.enabled;
      if (fresh && track.muted && !track.muted_by_host) await this.mute(track.source, false);
    }
  }

  #welcome(welcome: Welcome): void {
    this.#iceServers = welcome.ice_servers.map(({ urls, username, credential }) => ({
      urls,
      ...(username && { username }),
      ...(credential && { credential }),
    }));
    this.room.set(welcomed(this.room.get(), welcome));
    this.line.start();
    if (!welcome.resumed) {
      this.#downlink.reset();
      this.#show.renew();
      this.#withdraw();
      void this.#sendAgain();
    }
    if (welcome.download && this.#listens) void this.#downlink.offered(welcome.download);
  }

  #frame({ body }: ServerFrame): void {
    const known = this.room.get();
    if (known) this.room.set(fold(known, body));
    this.desk.heard(body);
    switch (body.type) {
      case "download_offer":
        if (this.#listens) void this.#downlink.offered(body.offer);
        break;
      case "media_lost":
        if (body.direction === "upload") this.#recovery.upload.failed();
        else if (this.#listens) this.#awaitDownload();
        break;
      case "stroke":
        this.strokes.add(body);
        break;
      case "reaction":
        this.reactions.emit({ participant: body.participant, emoji: body.emoji });
        break;
      case "demand":
        this.#uplink.demand(body.source, body.layers).catch(() => undefined);
        break;
      case "granted":
        this.#withdraw();
        break;
      case "host_muted":
        this.#hostMuted(body.source, body.muted);
        break;
      default:
    }
  }

  /** However the presence ended, no device stays open and nothing is shown as if it went on. */
  #over(): void {
    for (const track of Object.values(this.#tracks)) {
      track.onended = null;
      track.stop();
    }
    for (const source of Object.keys(this.#tracks) as Source[]) delete this.#tracks[source];
    clearTimeout(this.#patience);
    this.#unwatch();
    this.line.stop();
    this.#show.close();
    this.#recovery.upload.idle();
    this.#recovery.download.idle();
    this.#uplink.close();
    this.#downlink.reset();
    this.media.set(NO_MEDIA);
    this.sending.set({});
    const known = this.room.get();
    if (known) this.room.set(over(known));
  }

  /** Closes devices that the person may no longer use (it went back among the viewers). */
  #withdraw(): void {
    const room = this.room.get();
    if (!room) return;
    for (const source of Object.keys(this.#tracks) as Source[]) {
      if (!maySend(room.me, source)) void this.unpublish(source).catch(() => undefined);
    }
  }

  /** The person mutes along with the host: when the host lifts it, nobody is heard or seen unawares. */
  #hostMuted(source: Source, muted: boolean): void {
    if (muted && this.#tracks[source]?.enabled) this.mute(source, true).catch(() => undefined);
  }

  /** Streams to show; every picture tells its board where it is seen. */
  #arrived(arriving: Parameters<typeof remoteStreams>[1]): void {
    const remote = remoteStreams(this.media.get().remote, arriving);
    const pictures = arriving.filter(({ sent }) => sent.source === "camera" || sent.source === "screen");
    for (const { sent } of pictures) {
      const stream = remote[trackKey(sent.participant, sent.source)];
      if (stream) rememberOrigin(stream, this.#show, sent.track);
    }
    this.media.patch({ remote });
    this.#show.tracks(pictures.map(({ sent }) => sent.track));
  }

  /** Sends and receives no pictures, or both again as it was before; the others see that the camera is off. */
  async #soundOnly(on: boolean): Promise<void> {
    this.#show.soundOnly = on;
    const camera = this.#tracks.camera;
    if (on && camera?.enabled) {
      this.#heldBack = camera;
      await this.mute("camera", true);
    } else if (!on && this.#heldBack) {
      const same = this.#heldBack === camera;
      this.#heldBack = undefined;
      const barred = this.room.get()?.me.mutedByHost.includes("camera");
      if (same && !barred) await this.mute("camera", false);
    }
  }

  #restart(direction: "upload" | "download"): void {
    if (this.link.state.get().phase === "ended") return;
    if (direction === "download" && !this.#listens) return;
    this.#restarts += 1;
    if (direction === "upload") void this.#sendAgain();
    else this.link.ask({ type: "download_restart" }).catch(() => undefined);
  }

  /** The server offers a new download by itself, unless too many before it never came up: then it wants to be asked. */
  #awaitDownload(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      if (this.link.joined && this.#downlink.state !== "connected") this.#recovery.download.failed();
    }, DOWNLOAD_PATIENCE_MS);
  }

  /** Moves what is sent to a new connection and repeats what is muted, which the server does not know there. */
  async #sendAgain(): Promise<void> {
    try {
      await this.#uplink.restart();
      const muted = (Object.keys(this.#tracks) as Source[]).filter((source) => this.#tracks[source]?.enabled === false);
      for (const source of muted) await this.link.ask({ type: "mute", source, muted: true });
    } catch (error) {
      // What the room refuses for good stays refused; anything else is tried again, ever more patiently.
      const passing = !(error instanceof RoomError) || PASSING.has(error.code);
      if (passing && this.link.state.get().phase !== "ended") this.#recovery.upload.failed();
    }
  }

  #showLocal(): void {
    this.media.patch({ local: localStreams(this.media.get().local, this.#tracks) });
    const entries = Object.entries(this.#tracks) as [Source, MediaStreamTrack][];
    this.sending.set(Object.fromEntries(entries.map(([source, track]) => [source, { muted: !track.enabled }])));
  }

  /** How often media had to start over; for diagnostics. */
  get restarts(): number {
    return this.#restarts;
  }
}
