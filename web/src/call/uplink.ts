import { type VideoCodec, openLane } from "./lanes";
import { wantSpeech } from "./opus";
import type { Source, UploadAnswer, UploadOffer } from "./protocol";

/** What the uplink needs from the room's side. */
export interface UplinkPort {
  /** Sends an offer; resolves with the answer. */
  offer(offer: UploadOffer): Promise<UploadAnswer>;
  /** How the connection stands; once it failed, a new one is due. */
  state(state: RTCPeerConnectionState): void;
  configuration(): RTCConfiguration;
  /** Which codec the room prefers for pictures; VP8 unless it says otherwise. */
  codec?(): VideoCodec;
}

const SOURCES: readonly Source[] = ["microphone", "camera", "screen", "screen_audio"];

/**
 * The connection this client sends on. It alone offers here, so offers never cross. One negotiation runs at a
 * time; whatever changes meanwhile goes into the next. After a failure everything moves to a new connection.
 */
export class Uplink {
  readonly #port: UplinkPort;
  readonly #sending = new Map<Source, MediaStreamTrack>();
  #lanes = new Map<Source, RTCRtpTransceiver>();
  /** How many layers of each source somebody wants, where the server said so. */
  readonly #wanted = new Map<Source, number>();
  #peer: RTCPeerConnection | undefined;
  #connection = 0;
  #generation = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(port: UplinkPort) {
    this.#port = port;
  }

  get state(): RTCPeerConnectionState | undefined {
    return this.#peer?.connectionState;
  }

  get sends(): boolean {
    return this.#sending.size > 0;
  }

  /** Sends these tracks from now on, each on the lane that its source used before where there is one. */
  publish(tracks: Partial<Record<Source, MediaStreamTrack>>): Promise<void> {
    for (const source of SOURCES) {
      const track = tracks[source];
      if (track) this.#sending.set(source, track);
    }
    return this.#enqueue(() => this.#negotiate());
  }

  /** Swaps the device behind a source without a new offer. */
  async replace(source: Source, track: MediaStreamTrack): Promise<void> {
    this.#sending.set(source, track);
    await this.#lanes.get(source)?.sender.replaceTrack(track);
  }

  unpublish(...sources: Source[]): Promise<void> {
    for (const source of sources) this.#sending.delete(source);
    if (!this.#peer) return Promise.resolve();
    return this.#enqueue(() => this.#negotiate());
  }

  /** Moves what is being sent to a new connection, after a failure or on a fresh presence. */
  restart(): Promise<void> {
    this.#discard();
    if (!this.sends) return Promise.resolve();
    return this.#enqueue(() => this.#negotiate());
  }

  /** Encodes only as many layers of a source, from the smallest, as somebody wants. */
  demand(source: Source, layers: number): Promise<void> {
    this.#wanted.set(source, layers);
    // In line with the negotiations: before an answer there is nothing to set, and two at once would undo each other.
    return this.#enqueue(() => this.#pace(source));
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#peer?.getStats();
  }

  close(): void {
    this.#sending.clear();
    this.#discard();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #negotiate(): Promise<void> {
    const peer = this.#peer ?? this.#open();
    for (const source of SOURCES) await this.#align(peer, source);
    await peer.setLocalDescription();
    this.#generation += 1;
    const offer: UploadOffer = {
      connection: this.#connection,
      generation: this.#generation,
      sdp: peer.localDescription?.sdp ?? "",
      tracks: this.#live(),
    };
    const answer = await this.#port.offer(offer);
    if (peer !== this.#peer || answer.generation !== offer.generation) return;
    const voice = new Set(offer.tracks.flatMap(({ mid, source }) => (source === "microphone" ? [mid] : [])));
    await peer.setRemoteDescription({ type: "answer", sdp: wantSpeech(answer.sdp, voice) });
  }

  async #align(peer: RTCPeerConnection, source: Source): Promise<void> {
    const lane = this.#lanes.get(source);
    const track = this.#sending.get(source);
    if (!lane) {
      if (track) this.#lanes.set(source, openLane(peer, source, track, this.#port.codec?.()));
      return;
    }
    if (lane.sender.track !== (track ?? null)) await lane.sender.replaceTrack(track ?? null);
    lane.direction = track ? "sendonly" : "inactive";
  }

  async #pace(source: Source): Promise<void> {
    const layers = this.#wanted.get(source);
    const sender = this.#lanes.get(source)?.sender;
    const parameters = layers === undefined ? undefined : sender?.getParameters();
    if (!sender || layers === undefined || !parameters || parameters.encodings.length < 2) return;
    if (parameters.encodings.every(({ active }, index) => active === index < layers)) return;
    parameters.encodings.forEach((encoding, index) => {
      encoding.active = index < layers;
    });
    await sender.setParameters(parameters);
  }

  #live(): { mid: string; source: Source }[] {
    return SOURCES.flatMap((source) => {
      const lane = this.#lanes.get(source);
      return lane?.mid && this.#sending.has(source) ? [{ mid: lane.mid, source }] : [];
    });
  }

  #open(): RTCPeerConnection {
    const peer = new RTCPeerConnection({ ...this.#port.configuration(), bundlePolicy: "max-bundle" });
    this.#peer = peer;
    this.#connection += 1;
    this.#generation = 0;
    peer.onconnectionstatechange = () => {
      if (peer === this.#peer) this.#port.state(peer.connectionState);
    };
    return peer;
  }

  #discard(): void {
    this.#peer?.close();
    this.#peer = undefined;
    this.#lanes = new Map();
    this.#wanted.clear();
  }
}
