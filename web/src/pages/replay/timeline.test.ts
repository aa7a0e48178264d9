import { describe, expect, it } from "vitest";
import type { RecordedSegment, Recording } from "@/api/recordings";
import { around, bufferType, chapterAt, layOut, momentOf, pieceAt } from "./timeline";

const start = Date.parse("2020-04-15T01:00:00Z");
const at = (ms: number) => new Date(start + ms).toISOString();

function segment(track: number, index: number, from: number, duration_ms: number): RecordedSegment {
  return { track, index, digest: `${track}-${index}`, starts_at: at(from), duration_ms, size_bytes: 1, media_type: "video/webm", codec: "vp08.00.41.08", independent: true };
}

const recording: Recording = {
  id: "r",
  rehearsal: false,
  started_at: at(-2_000),
  stopped_at: at(60_000),
  tracks: [{ name: "a/camera", source: "camera" }, { name: "a/microphone", source: "microphone" }],
  segments: [segment(0, 0, 500, 8_000), segment(0, 1, 8_500, 8_000), segment(0, 2, 20_000, 5_000), segment(1, 0, 0, 9_000)],
  gaps: [{ track: 0, from: at(16_500), to: at(20_000), cause: "lost" }],
  names: {},
};

describe("a replay's timeline", () => {
  it("starts with the first segment of any track, and every track keeps its distance to it", () => {
    const timeline = layOut(recording);
    expect(timeline.origin).toBe(start);
    expect(timeline.length).toBe(25_000);
    expect(timeline.lanes[0]?.pieces[0]?.from).toBe(500);
    expect(timeline.lanes[1]?.pieces[0]?.from).toBe(0);
  });

  it("shows gaps over a second with their cause", () => {
    expect(layOut(recording).lanes[0]?.holes).toEqual([{ from: 16_500, to: 20_000, cause: "lost" }]);
  });

  it("begins at a moment of the record, and at its ends for moments outside", () => {
    const timeline = layOut(recording);
    expect(momentOf(timeline, at(9_000))).toBe(9_000);
    expect(momentOf(timeline, at(-5_000))).toBe(0);
    expect(momentOf(timeline, at(99_000))).toBe(25_000);
    expect([momentOf(timeline, null), momentOf(timeline, "soon")]).toEqual([0, 0]);
  });

  it("finds what plays at a moment, and nothing inside a gap", () => {
    const [camera] = layOut(recording).lanes;
    expect(camera && pieceAt(camera, 9_000)?.segment.index).toBe(1);
    expect(camera && pieceAt(camera, 18_000)).toBeUndefined();
    expect(camera && around(camera, 18_000, 1_000, 5_000).map(({ segment: { index } }) => index)).toEqual([2]);
  });

  it("finds the chapter that a moment falls into", () => {
    const timeline = layOut(recording);
    const chapters = [
      { kind: "pitch" as const, id: "1", title: null, starts_at: at(-60_000), ends_at: at(10_000) },
      { kind: "pitch" as const, id: "2", title: null, starts_at: at(12_000), ends_at: null },
    ];
    expect(chapterAt(timeline, chapters, 5_000)?.id).toBe("1");
    expect(chapterAt(timeline, chapters, 11_000)).toBeUndefined();
    expect(chapterAt(timeline, chapters, 13_000)?.id).toBe("2");
  });

  it("opens buffers in the words browsers know", () => {
    expect(bufferType(segment(0, 0, 0, 1))).toBe('video/webm; codecs="vp8"');
    expect(bufferType({ ...segment(0, 0, 0, 1), media_type: "audio/webm", codec: "opus" })).toBe('audio/webm; codecs="opus"');
  });
});
