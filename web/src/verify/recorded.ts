/** Recordings as the journal's entries tell of them. */

import { type Json, isObject, isTexts, only, parseJson } from "./json";
import type { Entry } from "./log/checkpoint";
import { readMoment } from "./moment";

/** What can't be read. */
export class Unreadable extends Error {}

/** A closed piece of a track. */
export interface Segment extends Json {
  track: number;
  index: number;
  digest: string;
  starts_at: string;
  duration_ms: number;
}

/** A time in which a track has nothing, and why. */
export interface Gap {
  track: number;
  from: bigint;
  to: bigint;
  cause: string;
}

export interface Recording {
  id: string;
  rehearsal: boolean;
  startedAt: bigint;
  stoppedAt: bigint | undefined;
  tracks: Json[];
  segments: Segment[];
  gaps: Gap[];
}

/** Follows every recording of which the entries tell from its start. */
export function recordingsOf(entries: Entry[]): Map<string, Recording> {
  const recordings = new Map<string, Recording>();
  for (const { index, bytes } of entries) {
    const record = parseJson(bytes);
    const events = isObject(record) ? record["events"] : undefined;
    const unreadable = () => new Unreadable(`entry ${index} can't be read`);
    if (!isObject(record) || !Array.isArray(events)) throw unreadable();
    const at = readMoment(record["at"]);
    for (const event of events as unknown[]) {
      if (!isObject(event) || !Object.hasOwn(event, "recording")) continue;
      const [name, data] = only(event["recording"]) ?? [];
      if (name === undefined || !isObject(data) || at === undefined || !take(recordings, name, data, at)) throw unreadable();
    }
  }
  return recordings;
}

/** Takes an event; false if it can't be read. */
function take(recordings: Map<string, Recording>, name: string, data: Json, at: bigint): boolean {
  if (name === "consented" || name === "broadcast" || name === "purged") return true;
  const { id, rehearsal, track, segment, gap } = data;
  if (typeof id !== "string") return false;
  const recording = recordings.get(id);
  switch (name) {
    case "started":
      if (typeof rehearsal !== "boolean") return false;
      recordings.set(id, { id, rehearsal, startedAt: at, stoppedAt: undefined, tracks: [], segments: [], gaps: [] });
      return true;
    case "stopped":
      if (recording) recording.stoppedAt = at;
      return true;
    case "track_added":
      if (!isObject(track) || !isTexts([track["name"], track["source"]])) return false;
      recording?.tracks.push(track);
      return true;
    case "segment_closed":
      if (!isSegment(segment)) return false;
      recording?.segments.push(segment);
      return true;
    case "gap_noted": {
      const read = readGap(gap);
      if (read) recording?.gaps.push(read);
      return read !== undefined;
    }
    default:
      return false;
  }
}

function isSegment(value: unknown): value is Segment {
  if (!isObject(value)) return false;
  const counts = ["track", "index", "duration_ms", "size_bytes"].map((key) => value[key]);
  const texts = ["digest", "media_type", "codec"].map((key) => value[key]);
  return counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0) && isTexts(texts) &&
    readMoment(value["starts_at"]) !== undefined && typeof value["independent"] === "boolean";
}

function readGap(value: unknown): Gap | undefined {
  if (!isObject(value)) return undefined;
  const { track, cause } = value;
  const [from, to] = [readMoment(value["from"]), readMoment(value["to"])];
  if (!Number.isSafeInteger(track) || typeof cause !== "string" || from === undefined || to === undefined) return undefined;
  return { track: track as number, from, to, cause };
}
