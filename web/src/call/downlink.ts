import type { DownloadOffer, SentTrack } from "./protocol";

/** What the downlink needs from the room's side. */
export interface DownlinkPort {
  answer(connection: number, generation: number, sdp: string): void;
  /** What arrives now, whole. */
  tracks(arriving: { sent: SentTrack; track: MediaStreamTrack }[]): void;
  /** How the connection stands; once it failed, a new one is due. */
  state(state: RTCPeerConnectionState): void;
  configuration(): RTCConfiguration;
}

/** The connection this client receives on; the server alone offers here, and opens a new one when it must. */
export class Downlink {
  readonly #port: DownlinkPort;
  #peer: RTCPeerConnection | undefined;
  #connection = 0;
  #generation = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(port: DownlinkPort) {
    this.#port = port;
  }

  get state(): RTCPeerConnectionState | undefined {
    return this.#peer?.connectionState;
  }

  /** Answers the server's offers in the order they came; overtaken ones are dropped. */
  offered(offer: DownloadOffer): Promise<void> {
    const result = this.#queue.then(() => this.#answer(offer));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#peer?.getStats();
  }

  /** Forgets the connection; a fresh presence counts from one again. */
  reset(): void {
    this.#peer?.close();
    this.#peer = undefined;
    this.#connection = 0;
    this.#generation = 0;
    this.#port.tracks([]);
  }

  async #answer({ connection, generation, sdp, tracks }: DownloadOffer): Promise<void> {
    if (connection < this.#connection) return;
    if (connection === this.#connection && generation <= this.#generation) return;
    const peer = connection === this.#connection && this.#peer ? this.#peer : this.#open(connection);
    this.#generation = generation;
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    if (peer !== this.#peer) return;
    this.#port.answer(connection, generation, peer.localDescription?.sdp ?? "");
    this.#port.tracks(arriving(peer, tracks));
  }

  #open(connection: number): RTCPeerConnection {
    this.#peer?.close();
    const peer = new RTCPeerConnection({ ...this.#port.configuration(), bundlePolicy: "max-bundle" });
    this.#peer = peer;
    this.#connection = connection;
    peer.onconnectionstatechange = () => {
      if (peer === this.#peer) this.#port.state(peer.connectionState);
    };
    return peer;
  }
}

function arriving(peer: RTCPeerConnection, tracks: SentTrack[]): { sent: SentTrack; track: MediaStreamTrack }[] {
  const byMid = new Map(peer.getTransceivers().map(({ mid, receiver }) => [mid, receiver.track]));
  return tracks.flatMap((sent) => {
    const track = byMid.get(sent.mid);
    return track ? [{ sent, track }] : [];
  });
}
