import type { Chapter, RecordedSegment, Recording } from "@/api/recordings";

/** A segment on the replay's own clock: milliseconds from its start. */
export interface Piece {
  segment: RecordedSegment;
  from: number;
  to: number;
}

export interface Hole {
  from: number;
  to: number;
  /** Why, where the record says. */
  cause: "silent" | "lost" | "server" | "unknown";
}

export interface Lane {
  index: number;
  video: boolean;
  pieces: Piece[];
  holes: Hole[];
}

export interface Timeline {
  /** The moment of the replay's zero, by the server's clock. */
  origin: number;
  length: number;
  lanes: Lane[];
}

/** Shorter breaks are no gap. */
const GAP_MS = 1_000;

/** Lays a recording out: what each track has, and where it has nothing. */
export function layOut(recording: Recording): Timeline {
  const starts = recording.segments.map(({ starts_at }) => Date.parse(starts_at));
  const ends = recording.segments.map(({ starts_at, duration_ms }) => Date.parse(starts_at) + duration_ms);
  const origin = starts.length > 0 ? Math.min(...starts) : Date.parse(recording.started_at);
  const length = Math.max(0, ...ends.map((end) => end - origin));
  const lanes = recording.tracks.map((track, index) => {
    const pieces = recording.segments
      .filter((segment) => segment.track === index)
      .map((segment) => {
        const from = Date.parse(segment.starts_at) - origin;
        return { segment, from, to: from + segment.duration_ms };
      })
      .sort((a, b) => a.from - b.from);
    return { index, video: track.source === "camera" || track.source === "screen", pieces, holes: holesOf(recording, index, origin, pieces) };
  });
  return { origin, length, lanes };
}

function holesOf(recording: Recording, index: number, origin: number, pieces: Piece[]): Hole[] {
  const told = recording.gaps.filter((gap) => gap.track === index);
  return pieces.slice(1).flatMap((piece, before) => {
    const from = pieces[before]?.to ?? 0;
    if (piece.from - from <= GAP_MS) return [];
    const cause = told.find((gap) => Date.parse(gap.from) - origin < piece.from && Date.parse(gap.to) - origin > from)?.cause;
    return [{ from, to: piece.from, cause: cause ?? "unknown" }];
  });
}

/** The pieces of a lane that a player needs around a moment. */
export function around(lane: Lane, at: number, behind: number, ahead: number): Piece[] {
  return lane.pieces.filter((piece) => piece.to > at - behind && piece.from < at + ahead);
}

/** The piece that is shown or heard at a moment. */
export function pieceAt(lane: Lane, at: number): Piece | undefined {
  return lane.pieces.find((piece) => at >= piece.from && at < piece.to);
}

/** Where on the replay's clock a chapter begins; one that began before the recording begins with it. */
export function chapterStart(timeline: Timeline, chapter: Chapter): number {
  return momentOf(timeline, chapter.starts_at);
}

/** Where on the replay's clock a moment falls; the beginning or the end for one outside, the beginning for none. */
export function momentOf(timeline: Timeline, at: string | null): number {
  const moment = Date.parse(at ?? "") - timeline.origin;
  return Number.isNaN(moment) ? 0 : Math.min(timeline.length, Math.max(0, moment));
}

/** The chapter that a moment falls into. */
export function chapterAt(timeline: Timeline, chapters: Chapter[], at: number): Chapter | undefined {
  const past = chapters.filter((chapter) => chapterStart(timeline, chapter) <= at);
  const last = past[past.length - 1];
  const ends = last?.ends_at ? Date.parse(last.ends_at) - timeline.origin : Infinity;
  return last && at < ends ? last : undefined;
}

/** The media type that a source buffer is opened with. */
export function bufferType({ media_type, codec }: RecordedSegment): string {
  return `${media_type}; codecs="${media_type.endsWith("webm") && codec.startsWith("vp08") ? "vp8" : codec}"`;
}
