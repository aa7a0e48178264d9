import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Downlink } from "./downlink";
import type { DownloadOffer, UploadAnswer, UploadOffer } from "./protocol";
import { Uplink } from "./uplink";

/** Just enough of a peer connection to watch what is asked of it. */
class FakePeer {
  static made: FakePeer[] = [];
  connectionState = "new";
  signalingState = "stable";
  localDescription: { sdp: string } | null = null;
  remote: string[] = [];
  closed = false;
  onconnectionstatechange: (() => void) | null = null;
  readonly lanes: { mid: string; direction: string; sender: FakeSender; receiver: { track: unknown }; setCodecPreferences: () => void }[] = [];

  constructor() {
    FakePeer.made.push(this);
  }

  addTransceiver(track: unknown, init: { direction: string }) {
    const mid = String(this.lanes.length);
    const lane = { mid, direction: init.direction, sender: new FakeSender(track), receiver: { track: { id: mid } }, setCodecPreferences: () => undefined };
    this.lanes.push(lane);
    return lane;
  }

  getTransceivers() {
    return this.lanes;
  }

  setLocalDescription() {
    this.localDescription = { sdp: `sdp of ${String(this.lanes.length)}` };
    return Promise.resolve();
  }

  setRemoteDescription({ sdp }: { sdp: string }) {
    this.remote.push(sdp);
    if (sdp.startsWith("offer")) this.addTransceiver(null, { direction: "recvonly" });
    return Promise.resolve();
  }

  close() {
    this.closed = true;
  }

  fails() {
    this.connectionState = "failed";
    this.onconnectionstatechange?.();
  }
}

class FakeSender {
  encodings = [{ active: true }, { active: true }, { active: true }];
  constructor(public track: unknown) {}

  getParameters() {
    return { encodings: this.encodings.map((one) => ({ ...one })) };
  }

  async setParameters({ encodings }: { encodings: { active: boolean }[] }) {
    await Promise.resolve();
    this.encodings = encodings;
  }

  replaceTrack(track: unknown) {
    this.track = track;
    return Promise.resolve();
  }
}

const track = (kind: "audio" | "video") => ({ kind, id: kind }) as MediaStreamTrack;

function uplink() {
  const offers: UploadOffer[] = [];
  const answers: ((answer: UploadAnswer) => void)[] = [];
  const failed = vi.fn();
  const up = new Uplink({
    offer: (offer) => {
      offers.push(offer);
      return new Promise((resolve) => answers.push(resolve));
    },
    state: (state) => {
      if (state === "failed") failed();
    },
    configuration: () => ({}),
  });
  const answer = async (index: number) => {
    const offer = offers[index] as UploadOffer;
    answers[index]?.({ connection: offer.connection, generation: offer.generation, sdp: `answer ${String(index)}` });
    await vi.waitFor(() => undefined);
  };
  return { up, offers, answer, failed };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  FakePeer.made = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("RTCRtpSender", { getCapabilities: () => ({ codecs: [] }) });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("an uplink", () => {
  it("offers nothing before there is something to send", async () => {
    const { up, offers } = uplink();
    await up.restart();
    expect([offers.length, FakePeer.made.length]).toEqual([0, 0]);
  });

  it("waits for an answer before it offers again", async () => {
    const { up, offers, answer } = uplink();
    void up.publish({ microphone: track("audio") });
    void up.publish({ camera: track("video") });
    await settle();
    expect(offers).toHaveLength(1);
    await answer(0);
    await settle();
    expect(offers.map(({ connection, generation }) => [connection, generation])).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });

  it("names only what it sends, and reuses a source's section", async () => {
    const { up, offers, answer } = uplink();
    const published = up.publish({ microphone: track("audio"), camera: track("video") });
    await settle();
    await answer(0);
    await published;
    const stopped = up.unpublish("camera");
    await settle();
    await answer(1);
    await stopped;
    void up.publish({ camera: track("video") });
    await settle();
    expect(offers.map(({ tracks }) => tracks.map(({ mid, source }) => `${mid} ${source}`))).toEqual([
      ["0 microphone", "1 camera"],
      ["0 microphone"],
      ["0 microphone", "1 camera"],
    ]);
  });

  it("encodes what is wanted once it may, the last word counting", async () => {
    const { up, answer } = uplink();
    void up.publish({ camera: track("video") });
    await settle();
    const active = () => (FakePeer.made[0]?.lanes[0]?.sender.encodings ?? []).map((one) => one.active);
    const demanded = [up.demand("camera", 0), up.demand("camera", 2)];
    await settle();
    expect(active()).toEqual([true, true, true]);
    await answer(0);
    await Promise.all(demanded);
    expect(active()).toEqual([true, true, false]);
  });

  it("says once that its connection failed, and moves everything to a new one", async () => {
    const { up, offers, answer, failed } = uplink();
    const published = up.publish({ camera: track("video") });
    await settle();
    await answer(0);
    await published;
    FakePeer.made[0]?.fails();
    void up.restart();
    await settle();
    expect(failed).toHaveBeenCalledOnce();
    expect(FakePeer.made.map(({ closed }) => closed)).toEqual([true, false]);
    expect(offers.at(-1)).toMatchObject({ connection: 2, generation: 1, tracks: [{ source: "camera" }] });
  });

  it("goes on after a refused offer", async () => {
    const offers: UploadOffer[] = [];
    const up = new Uplink({
      offer: (offer) => {
        offers.push(offer);
        return offers.length === 1
          ? Promise.reject(new Error("not-allowed"))
          : Promise.resolve({ connection: offer.connection, generation: offer.generation, sdp: "answer" });
      },
      state: () => undefined,
      configuration: () => ({}),
    });
    await expect(up.publish({ screen: track("video") })).rejects.toThrow("not-allowed");
    await up.unpublish("screen");
    expect(offers.at(-1)).toMatchObject({ generation: 2, tracks: [] });
  });
});

describe("a downlink", () => {
  const offer = (connection: number, generation: number): DownloadOffer => ({
    connection,
    generation,
    sdp: `offer ${String(generation)}`,
    tracks: [{ mid: "0", track: "p/camera", participant: "p", source: "camera" }],
  });

  function downlink() {
    const answered: number[][] = [];
    const arriving: string[][] = [];
    const down = new Downlink({
      answer: (connection, generation) => answered.push([connection, generation]),
      tracks: (now) => arriving.push(now.map(({ sent }) => sent.track)),
      state: () => undefined,
      configuration: () => ({}),
    });
    return { down, answered, arriving };
  }

  it("answers offers in order and drops those it was overtaken by", async () => {
    const { down, answered } = downlink();
    void down.offered(offer(1, 1));
    void down.offered(offer(1, 2));
    await down.offered(offer(1, 1));
    expect(answered).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });

  it("drops the old connection when the server opens another", async () => {
    const { down, answered, arriving } = downlink();
    await down.offered(offer(1, 1));
    await down.offered(offer(2, 1));
    expect(FakePeer.made.map(({ closed }) => closed)).toEqual([true, false]);
    expect([answered.at(-1), arriving.at(-1)]).toEqual([[2, 1], ["p/camera"]]);
  });

  it("counts from one again on a fresh presence", async () => {
    const { down, answered, arriving } = downlink();
    await down.offered(offer(3, 4));
    down.reset();
    await down.offered(offer(1, 1));
    expect([answered.at(-1), arriving.at(1)]).toEqual([[1, 1], []]);
  });
});
