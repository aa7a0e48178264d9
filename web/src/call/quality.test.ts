import { describe, expect, it } from "vitest";

import { type Sample, barsOf, hear, qualityBetween, sampleOf } from "./quality";

const upload = [
  { id: "o1", type: "outbound-rtp", bytesSent: 1000, packetsSent: 10 },
  { id: "o2", type: "outbound-rtp", bytesSent: 3000, packetsSent: 30 },
  { id: "r1", type: "remote-inbound-rtp", packetsLost: 2, timestamp: 5 },
  { id: "t", type: "transport", selectedCandidatePairId: "p2" },
  { id: "p1", type: "candidate-pair", state: "succeeded", nominated: true, localCandidateId: "l1" },
  { id: "p2", type: "candidate-pair", currentRoundTripTime: 0.04, availableOutgoingBitrate: 900_000, localCandidateId: "l2" },
  { id: "l2", type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol: "tls" },
];
const download = [{ id: "i", type: "inbound-rtp", bytesReceived: 500, packetsReceived: 5, packetsLost: 1 }];

const sample = (at: number, down: Sample["down"], rttMs?: number): Sample => ({ at, up: { bytes: 0, packets: 0, lost: 0 }, down, rttMs });

describe("the quality of a line", () => {
  it("is read from both connections, along the route that is used", () => {
    expect(sampleOf(upload, download, 7)).toEqual({
      at: 7,
      reported: 5,
      up: { bytes: 4000, packets: 40, lost: 2 },
      down: { bytes: 500, packets: 5, lost: 1 },
      rttMs: 40,
      availableKbit: 900,
      route: { kind: "relay", protocol: "tls" },
    });
  });

  it("is what happened between two looks", () => {
    const quality = qualityBetween(sample(0, { bytes: 1000, packets: 100, lost: 5 }), sample(2000, { bytes: 51_000, packets: 190, lost: 15 }, 30));
    expect(quality.down).toEqual({ kbitPerS: 200, loss: 0.1 });
    expect(quality.up).toEqual({ kbitPerS: 0, loss: undefined });
    expect(quality.bars).toBe(2);
  });

  it("takes the upload's losses from reports, and those of the last one until the next", () => {
    const at = (seconds: number, reported: number, packets: number, lost: number): Sample => ({
      at: seconds * 1000,
      reported,
      up: { bytes: packets * 1000, packets, lost },
      down: { bytes: 0, packets: 0, lost: 0 },
    });
    const [first, second, third] = [at(0, 1, 1000, 0), at(2, 1, 1200, 0), at(4, 2, 1400, 80)];
    const known = hear(hear(undefined, first), second);
    expect(qualityBetween(first, second, known).up.loss).toBe(0);
    const later = hear(known, third);
    expect(qualityBetween(second, third, later).up.loss).toBe(0.2);
    expect(qualityBetween(third, at(6, 2, 1600, 80), hear(later, at(6, 2, 1600, 80))).up.loss).toBe(0.2);
  });

  it("starts from nothing on a new connection", () => {
    const quality = qualityBetween(sample(0, { bytes: 9000, packets: 900, lost: 5 }), sample(1000, { bytes: 1000, packets: 10, lost: 0 }));
    expect(quality.down).toEqual({ kbitPerS: 8, loss: 0 });
  });

  it("falls with loss and with the way round", () => {
    expect([barsOf(0, 20), barsOf(0.03, 20), barsOf(0.08, 20), barsOf(0.2, 20), barsOf(0, 600), barsOf(0, undefined)]).toEqual([4, 3, 2, 1, 2, 4]);
  });
});
