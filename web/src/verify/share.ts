/** What of a recording falls into a time, and where in it each step of the signing does. */

import type { Json } from "./json";
import { millisecondsBetween, readMoment, writeMoment } from "./moment";
import type { Gap, Recording, Segment } from "./recorded";

/** Gaps as long as this and shorter are not told, in nanoseconds. */
const toldGap = 1_000_000_000n;
const perMillisecond = 1_000_000n;

/** What a signatory did, and when. */
export interface Step {
  signatory: string;
  step: "authorised" | "sealed";
  at: bigint;
}

/** As the media manifest writes it. */
export interface Share {
  recording: string;
  started_at: string;
  stopped_at: string | null;
  tracks: { track: Json; segments: Segment[]; gaps: { from: string; to: string; cause: string | null }[] }[];
  signatures: Json[];
}

export function shareOf(recording: Recording, from: bigint, to: bigint, steps: Step[]): Share {
  const { id, startedAt, stoppedAt } = recording;
  const begins = from > startedAt ? from : startedAt;
  const ends = stoppedAt !== undefined && stoppedAt < to ? stoppedAt : to;
  const tracks = recording.tracks.map((track, position) => {
    const falls = (segment: Segment) => segment.track === position && startOf(segment) < ends && endOf(segment) > begins;
    const segments = recording.segments.filter(falls).sort((a, b) => compare(startOf(a), startOf(b)) || a.index - b.index);
    return { track, segments, gaps: gapsOf(segments, recording.gaps.filter((gap) => gap.track === position), begins, ends) };
  });
  return {
    recording: id,
    started_at: writeMoment(startedAt),
    stopped_at: stoppedAt === undefined ? null : writeMoment(stoppedAt),
    tracks,
    signatures: steps.map(({ signatory, step, at }) => ({
      signatory, step, at: writeMoment(at), offset_ms: millisecondsBetween(startedAt, at),
      places: tracks.flatMap(({ segments }, track) => placeOf(segments, track, at)),
    })),
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function startOf(segment: Segment): bigint {
  return readMoment(segment.starts_at)!;
}

function endOf(segment: Segment): bigint {
  return startOf(segment) + BigInt(segment.duration_ms) * perMillisecond;
}

/** Finds the times that no segment covers, from the segments themselves: what the recorder noted only explains them. */
function gapsOf(segments: Segment[], noted: Gap[], from: bigint, to: bigint) {
  const found = [];
  let covered = from;
  for (const [start, end] of [...segments.map((segment) => [startOf(segment), endOf(segment)] as const), [to, to] as const]) {
    if (start - covered > toldGap) found.push({ from: writeMoment(covered), to: writeMoment(start), cause: causeOf(noted, covered, start) });
    if (end > covered) covered = end;
  }
  return found;
}

/** Why the recorder said there was nothing, for the longest part of a time; the last of several as long. */
function causeOf(noted: Gap[], from: bigint, to: bigint): string | null {
  let [longest, cause]: [bigint, string | null] = [1n, null];
  for (const gap of noted) {
    const overlap = (gap.to < to ? gap.to : to) - (gap.from > from ? gap.from : from);
    if (overlap >= longest) [longest, cause] = [overlap, gap.cause];
  }
  return cause;
}

function placeOf(segments: Segment[], track: number, at: bigint): Json[] {
  const segment = segments.findLast((each) => startOf(each) <= at && at < endOf(each));
  return segment ? [{ track, segment: segment.index, offset_ms: millisecondsBetween(startOf(segment), at) }] : [];
}
