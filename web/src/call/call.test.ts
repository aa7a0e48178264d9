import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Call, type CallOptions } from "./call";
import { bare, watching } from "./fixture";
import type { Socket } from "./link";
import type { ClientFrame, Participant, ServerMessage } from "./protocol";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: ClientFrame[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    // Nothing listens any more.
  }

  says(body: ServerMessage, ack: string | null = null): void {
    this.onmessage?.({ data: JSON.stringify({ at: 1, ack, body }) });
  }

  /** The last message of a type, once it was sent. */
  async asked(type: string): Promise<ClientFrame> {
    return vi.waitFor(() => {
      const frame = this.sent.findLast(({ body }) => body.type === type);
      if (!frame) throw new Error(`no ${type} yet`);
      return frame;
    });
  }
}

class FakePeer {
  static made = 0;
  connectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  localDescription = { sdp: "offer" };

  constructor() {
    FakePeer.made += 1;
  }

  getTransceivers() {
    return [];
  }

  addTransceiver(track: unknown) {
    return { mid: "0", direction: "sendonly", sender: { track, replaceTrack: () => Promise.resolve() } };
  }

  setLocalDescription() {
    return Promise.resolve();
  }

  setRemoteDescription() {
    return Promise.resolve();
  }

  close() {
    this.connectionState = "closed";
  }
}

const may = { ...watching, publish_camera: true, publish_microphone: true };

const me = (muted: boolean): Participant => ({
  id: "me",
  person: "p",
  name: "p",
  role: "panel",
  grants: may,
  online: true,
  on_stage: true,
  in_breakout: false,
  machine: false,
  tracks: [{ id: "me/microphone", source: "microphone", muted, muted_by_host: false }],
});

const welcome: ServerMessage = {
  type: "welcome",
  version: 1,
  participant: "me",
  role: "panel",
  grants: may,
  resume_token: "t",
  resumed: false,
  waiting: false,
  snapshot: bare,
  ice_servers: [],
};

async function joined(options: Pick<CallOptions, "media"> = {}) {
  const socket = new FakeSocket();
  const call = new Call({
    grant: () => Promise.resolve({ token: "g", room_id: "r", ws_path: "/ws", role: "panel" }),
    openSocket: () => socket,
    page: { protocol: "http:", host: "here" },
    ...options,
  });
  call.join();
  await vi.waitFor(() => {
    expect(socket.onopen).not.toBeNull();
  });
  socket.onopen?.();
  socket.says(welcome, (await socket.asked("hello")).id);
  return { call, socket };
}

function microphone() {
  const stop = vi.fn();
  return { kind: "audio", id: "m", enabled: true, onended: null, stop } as unknown as MediaStreamTrack & { stop: typeof stop };
}

async function sending(muted = false) {
  const { call, socket } = await joined();
  const track = microphone();
  const sent = call.send({ microphone: track });
  const offer = await socket.asked("upload_offer");
  socket.says({ type: "participant", participant: me(muted) });
  socket.says({ type: "upload_answer", answer: { connection: 1, generation: 1, sdp: "answer" } }, offer.id);
  return { call, socket, track, sent };
}

beforeEach(() => {
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("MediaStream", class {
    constructor(private readonly tracks: MediaStreamTrack[]) {}
    getTracks() {
      return this.tracks;
    }
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a call", () => {
  it("closes every device when the host removes its person", async () => {
    const { call, socket, track, sent } = await sending();
    await sent;
    socket.onclose?.({ code: 4003, reason: "" });
    expect(track.stop).toHaveBeenCalledOnce();
    expect([call.sending.get(), call.media.get()]).toEqual([{}, { local: {}, remote: {} }]);
  });

  it("mutes along with the host, so that nobody is heard unawares once that is lifted", async () => {
    const { call, socket, track, sent } = await sending();
    await sent;
    socket.says({ type: "host_muted", source: "microphone", muted: true, by: "h" });
    expect((await socket.asked("mute")).body).toEqual({ type: "mute", source: "microphone", muted: true });
    socket.says({ type: "host_muted", source: "microphone", muted: false, by: "h" });
    expect([track.enabled, call.sending.get()]).toEqual([false, { microphone: { muted: true } }]);
    call.leave();
  });

  it("lifts what it had muted when the source begins anew", async () => {
    const { call, socket, sent } = await sending(true);
    const mute = await socket.asked("mute");
    expect(mute.body).toEqual({ type: "mute", source: "microphone", muted: false });
    socket.says({ type: "done" }, mute.id);
    await sent;
    call.leave();
  });

  it("does not keep a device open for what the room refuses", async () => {
    const { call, socket } = await joined();
    const track = microphone();
    const sent = call.send({ microphone: track });
    const refused = expect(sent).rejects.toThrow("not-allowed");
    socket.says({ type: "error", code: "not-allowed" }, (await socket.asked("upload_offer")).id);
    await vi.waitFor(() => {
      expect(track.stop).toHaveBeenCalledOnce();
    });
    call.leave();
    await refused;
  });

  it.each([
    { media: undefined, peers: 1 },
    { media: "none" as const, peers: 0 },
  ])("opens $peers connections to receive when it wants media $media", async ({ media, peers }) => {
    const { call, socket } = await joined({ media });
    FakePeer.made = 0;
    socket.says({ type: "download_offer", offer: { connection: 1, generation: 1, sdp: "offer", tracks: [] } });
    await new Promise((done) => setTimeout(done, 0));
    expect(FakePeer.made).toBe(peers);
    call.leave();
  });
});
