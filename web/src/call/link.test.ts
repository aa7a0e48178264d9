import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { bare, watching } from "./fixture";
import { Link, type LinkOptions, RoomError, type Socket } from "./link";
import type { ClientFrame, ServerFrame, ServerMessage } from "./protocol";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  sent: ClientFrame[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.onclose?.({ code: 1000, reason: "" });
  }

  says(body: ServerMessage, extra: Partial<ServerFrame> = {}): void {
    this.onmessage?.({ data: JSON.stringify({ at: Date.now(), body, ...extra }) });
  }

  answers(index: number, body: ServerMessage): void {
    this.says(body, { ack: this.sent[index]?.id ?? null });
  }

  bodies(): string[] {
    return this.sent.map(({ body }) => body.type);
  }
}

const welcome = (token: string, resumed = false): ServerMessage => ({
  type: "welcome",
  version: 1,
  participant: "p-1",
  role: "viewer",
  grants: watching,
  resume_token: token,
  resumed,
  waiting: false,
  snapshot: resumed ? null : { ...bare, seq: 40 },
  ice_servers: [],
});

function rig(options: Partial<LinkOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const grants: number[] = [];
  const frames: ServerFrame[] = [];
  const link = new Link({
    grant: () => {
      grants.push(Date.now());
      return Promise.resolve({ token: `grant-${String(grants.length)}`, room_id: "r", ws_path: "/ws", role: "viewer" });
    },
    onFrame: (frame) => frames.push(frame),
    onWelcome: () => undefined,
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    random: () => 0.5,
    page: { protocol: "https:", host: "fair.example" },
    ...options,
  });
  const socket = (index: number) => sockets[index] as FakeSocket;
  return { link, sockets, socket, grants, frames };
}

async function joined() {
  const r = rig();
  r.link.open();
  await vi.advanceTimersByTimeAsync(0);
  r.socket(0).onopen?.();
  r.socket(0).answers(0, welcome("t-1"));
  return r;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a link", () => {
  it("puts the grant into the first frame and never into the address", async () => {
    const addresses: string[] = [];
    const r = rig({
      openSocket: (url) => {
        addresses.push(url);
        return new FakeSocket();
      },
    });
    r.link.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(addresses).toEqual(["wss://fair.example/ws"]);
  });

  it("is joined once it is welcomed", async () => {
    const { link, socket } = await joined();
    expect(socket(0).sent[0]?.body).toMatchObject({ type: "hello", grant: "grant-1", resume: null });
    expect(link.state.get()).toEqual({ phase: "joined" });
  });

  it("resumes from the highest sequence number it saw", async () => {
    const { socket } = await joined();
    socket(0).says({ type: "viewers", count: 3 }, { seq: 44 });
    socket(0).says({ type: "viewers", count: 2 }, { seq: 43 });
    socket(0).onclose?.({ code: 1006, reason: "" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    expect(socket(1).sent[0]?.body).toMatchObject({ resume: { token: "t-1", last_seq: 44 } });
  });

  it("uses each resume token once", async () => {
    const { socket } = await joined();
    socket(0).onclose?.({ code: 1006, reason: "" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    socket(1).answers(0, welcome("t-2", true));
    socket(1).onclose?.({ code: 4008, reason: "slow-consumer" });
    await vi.advanceTimersByTimeAsync(500);
    socket(2).onopen?.();
    expect(socket(2).sent[0]?.body).toMatchObject({ resume: { token: "t-2", last_seq: 40 } });
  });

  it("repeats what was not acknowledged, under the same id, and answers its caller once", async () => {
    const { link, socket } = await joined();
    const reply = link.ask({ type: "chat", text: "你好" });
    const id = socket(0).sent[1]?.id;
    socket(0).onclose?.({ code: 1006, reason: "" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    socket(1).answers(0, welcome("t-2", true));
    expect(socket(1).sent[1]).toEqual({ id, body: { type: "chat", text: "你好" } });
    socket(1).answers(1, { type: "done" });
    await expect(reply).resolves.toEqual({ type: "done" });
  });

  it("holds what is asked while the socket is away until it is back", async () => {
    const { link, socket } = await joined();
    socket(0).onclose?.({ code: 1006, reason: "" });
    void link.ask({ type: "raise_hand" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    expect(socket(1).bodies()).toEqual(["hello"]);
    socket(1).answers(0, welcome("t-2", true));
    expect(socket(1).bodies()).toEqual(["hello", "raise_hand"]);
  });

  it("gives up a negotiation that a fresh presence made void", async () => {
    const { link, socket } = await joined();
    const offer = link.ask({ type: "upload_offer", offer: { connection: 1, generation: 1, sdp: "", tracks: [] } });
    const refused = expect(offer).rejects.toMatchObject({ code: "superseded" });
    socket(0).onclose?.({ code: 1006, reason: "" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    socket(1).answers(0, welcome("t-2"));
    await refused;
    expect(socket(1).bodies()).toEqual(["hello"]);
  });

  it("drops a stroke that nobody could see any more", async () => {
    const { link, socket } = await joined();
    socket(0).onclose?.({ code: 1006, reason: "" });
    link.cast({ type: "stroke", act: "a", stroke: 0, points: [], end: true });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    socket(1).answers(0, welcome("t-2", true));
    expect(socket(1).bodies()).toEqual(["hello"]);
  });

  it("waits at least as long as a closing server asks", async () => {
    const { socket, sockets } = await joined();
    socket(0).says({ type: "closing", retry_after_ms: 4_000 });
    socket(0).onclose?.({ code: 1001, reason: "going-away" });
    await vi.advanceTimersByTimeAsync(3_999);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
  });

  it("asks for a new grant when the old one has run out", async () => {
    const { socket, grants } = await joined();
    socket(0).onclose?.({ code: 1006, reason: "" });
    await vi.advanceTimersByTimeAsync(500);
    socket(1).onopen?.();
    socket(1).answers(0, { type: "error", code: "grant-expired" });
    socket(1).onclose?.({ code: 4001, reason: "grant" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(grants).toHaveLength(2);
  });

  it.each([
    [4003, "removed"],
    [4004, "room-closed"],
    [4009, "replaced"],
  ])("stays away after close code %i", async (code, word) => {
    const { link, socket, sockets } = await joined();
    const waiting = link.ask({ type: "chat", text: "…" });
    const refused = expect(waiting).rejects.toBeInstanceOf(RoomError);
    socket(0).onclose?.({ code, reason: word });
    await refused;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(link.state.get()).toEqual({ phase: "ended", code: word });
    expect(sockets).toHaveLength(1);
  });

  it("gives a silent socket up after fifteen seconds", async () => {
    const { link, sockets } = await joined();
    await vi.advanceTimersByTimeAsync(20_500);
    expect(link.state.get().phase).not.toBe("joined");
    expect(sockets.length).toBeGreaterThan(1);
  });

  it("learns the server's clock from its pongs", async () => {
    const { link, socket } = await joined();
    await vi.advanceTimersByTimeAsync(5_000);
    const ping = socket(0).sent.findIndex(({ body }) => body.type === "ping");
    const sentAt = Date.now();
    await vi.advanceTimersByTimeAsync(100);
    socket(0).says({ type: "pong" }, { ack: socket(0).sent[ping]?.id ?? null, at: sentAt + 50 + 7_000 });
    expect(link.offsetMs).toBe(7_000);
  });

  it("does not come back after the person left", async () => {
    const { link, socket, sockets } = await joined();
    link.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket(0).bodies()).toContain("leave");
    expect(sockets).toHaveLength(1);
  });
});
