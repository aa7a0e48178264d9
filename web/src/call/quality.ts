/** What one look at both peer connections found; counters only ever rise. */
export interface Sample {
  at: number;
  up: Counters;
  down: Counters;
  /** When the far end last reported on the upload, by the browser's clock; it does so every few seconds. */
  reported?: number | undefined;
  rttMs?: number | undefined;
  /** What the browser thinks the upload bears. */
  availableKbit?: number | undefined;
  route?: Route | undefined;
}

export interface Counters {
  bytes: number;
  packets: number;
  lost: number;
}

/** How the media travel. */
export interface Route {
  /** `host` and `srflx` go straight to the server, `relay` through a TURN server. */
  kind: string;
  protocol: string;
}

/** How well one way works, over the time between two samples. */
export interface Way {
  kbitPerS: number;
  /** 0…1; absent while nothing went this way. */
  loss?: number | undefined;
}

/** How well a line works now. */
export interface Quality {
  up: Way;
  down: Way;
  rttMs?: number | undefined;
  availableKbit?: number | undefined;
  route?: Route | undefined;
  bars: Bars;
}

/** 4 is very good, 1 hardly works, 0 is no line. */
export type Bars = 0 | 1 | 2 | 3 | 4;

type Stat = Record<string, unknown> & { id: string; type: string };

/** The values a report holds, whichever browser made it. */
export type Reports = Iterable<Stat>;

const number = (stat: Stat, key: string): number => (typeof stat[key] === "number" ? stat[key] : 0);

function sum(stats: Stat[], key: string): number {
  return stats.reduce((total, stat) => total + number(stat, key), 0);
}

/** Reads the two reports (`getStats()` of the upload and of the download) into one sample. */
export function sampleOf(upload: Reports, download: Reports, at: number): Sample {
  const [up, down] = [[...upload], [...download]];
  const of = (stats: Stat[], type: string) => stats.filter((stat) => stat.type === type);
  const sent = of(up, "outbound-rtp");
  const received = of(down, "inbound-rtp");
  const pairs = [activePair(up), activePair(down)];
  const rtts = pairs.flatMap((pair) => (typeof pair?.["currentRoundTripTime"] === "number" ? [pair["currentRoundTripTime"] * 1000] : []));
  const available = pairs[0]?.["availableOutgoingBitrate"];
  const reports = of(up, "remote-inbound-rtp").map((stat) => number(stat, "timestamp"));
  return {
    at,
    reported: reports.length > 0 ? Math.max(...reports) : undefined,
    up: { bytes: sum(sent, "bytesSent"), packets: sum(sent, "packetsSent"), lost: sum(of(up, "remote-inbound-rtp"), "packetsLost") },
    down: { bytes: sum(received, "bytesReceived"), packets: sum(received, "packetsReceived"), lost: sum(received, "packetsLost") },
    rttMs: rtts.length > 0 ? Math.min(...rtts) : undefined,
    availableKbit: typeof available === "number" ? available / 1000 : undefined,
    route: routeOf(up, pairs[0]) ?? routeOf(down, pairs[1]),
  };
}

/** The pair of addresses in use: as the transport names it, else the one that was nominated. */
function activePair(stats: Stat[]): Stat | undefined {
  const selected = stats.find((stat) => stat.type === "transport")?.["selectedCandidatePairId"];
  const pairs = stats.filter((stat) => stat.type === "candidate-pair");
  return pairs.find(({ id }) => id === selected) ?? pairs.find((pair) => pair["nominated"] === true && pair["state"] === "succeeded");
}

function routeOf(stats: Stat[], pair: Stat | undefined): Route | undefined {
  const local = pair && stats.find(({ id }) => id === pair["localCandidateId"]);
  if (!local) return undefined;
  return { kind: String(local["candidateType"] ?? "host"), protocol: String(local["relayProtocol"] ?? local["protocol"] ?? "udp") };
}

/** What the far end's last report says of the upload: between two reports nothing new is known of its losses. */
export interface Heard {
  reported: number;
  counters: Counters;
  loss: number | undefined;
}

/** Takes a sample in; the losses of a report are those since the one before. */
export function hear(known: Heard | undefined, sample: Sample): Heard | undefined {
  const { reported, up } = sample;
  if (reported === undefined || reported === known?.reported) return known;
  const since = known && up.packets >= known.counters.packets ? known.counters : { packets: 0, lost: 0 };
  const sent = up.packets - since.packets;
  const lost = Math.max(0, up.lost - since.lost);
  return { reported, counters: up, loss: sent > 0 ? Math.min(1, lost / sent) : known?.loss };
}

/** Judges what happened between two samples. Counters that fell belong to a new connection, and start from nothing. */
export function qualityBetween(before: Sample, after: Sample, heard?: Heard): Quality {
  const up = wayOf(before.up, after.up, after.at - before.at);
  if (heard) up.loss = heard.loss;
  const down = wayOf(before.down, after.down, after.at - before.at);
  const { rttMs, availableKbit, route } = after;
  return { up, down, rttMs, availableKbit, route, bars: barsOf(Math.max(up.loss ?? 0, down.loss ?? 0), rttMs) };
}

function wayOf(before: Counters, after: Counters, ms: number): Way {
  const fresh = after.packets < before.packets || after.bytes < before.bytes;
  const since = fresh ? { bytes: 0, packets: 0, lost: 0 } : before;
  const packets = after.packets - since.packets;
  const lost = Math.max(0, after.lost - since.lost);
  const kbitPerS = ms > 0 ? ((after.bytes - since.bytes) * 8) / ms : 0;
  return { kbitPerS, loss: packets + lost > 0 ? lost / (packets + lost) : undefined };
}

/** Bars as people know them from telephones: loss counts most, a long way round counts too. */
export function barsOf(loss: number, rttMs: number | undefined): Bars {
  const byLoss = loss <= 0.02 ? 4 : loss <= 0.05 ? 3 : loss <= 0.1 ? 2 : 1;
  const rtt = rttMs ?? 0;
  const byTime = rtt <= 200 ? 4 : rtt <= 400 ? 3 : rtt <= 800 ? 2 : 1;
  return Math.min(byLoss, byTime) as Bars;
}
