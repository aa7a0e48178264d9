import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { LocalizedText } from "./types";

export type RecordedSource = "camera" | "microphone" | "screen" | "screen_audio" | "interpretation";

export interface RecordingSummary {
  id: string;
  rehearsal: boolean;
  started_at: string;
  stopped_at: string | null;
  tracks: number;
  segments: number;
  size_bytes: number;
}

export interface RecordedTrack {
  name: string;
  person?: string | undefined;
  source: RecordedSource;
  language?: string | undefined;
}

export interface RecordedSegment {
  track: number;
  index: number;
  digest: string;
  starts_at: string;
  duration_ms: number;
  size_bytes: number;
  media_type: string;
  codec: string;
  independent: boolean;
}

export interface RecordedGap {
  track: number;
  from: string;
  to: string;
  cause: "silent" | "lost" | "server";
}

export interface Recording {
  id: string;
  rehearsal: boolean;
  started_at: string;
  stopped_at: string | null;
  tracks: RecordedTrack[];
  segments: RecordedSegment[];
  gaps: RecordedGap[];
  names: Record<string, LocalizedText>;
}

export interface Chapter {
  kind: "pitch" | "act";
  id: string;
  title: LocalizedText | null;
  starts_at: string;
  ends_at: string | null;
}

export interface Broadcast {
  session: string;
  title: LocalizedText;
  audience: "signed_in" | "everyone";
  started_at: string;
  state: "starting" | "live";
  problem: string | null;
  playlist: string;
  sound_languages: string[];
  caption_languages: string[];
}

export const recordingsQuery = (item: string) =>
  queryOptions({
    queryKey: ["recordings", "of", item],
    queryFn: ({ signal }) => get<{ recordings: RecordingSummary[] }>(`/items/${item}/recordings`, undefined, signal).then((reply) => reply.recordings),
    enabled: item !== "",
  });

/** The items of a fair of which there is something to replay. */
export const replaysQuery = (fair: string) =>
  queryOptions({
    queryKey: ["recordings", "fair", fair],
    queryFn: ({ signal }) => get<string[]>(`/fairs/${fair}/replays`, undefined, signal),
    enabled: fair !== "",
  });

/** The recordings of a meeting, and which of its sides agree to one now. */
export const meetingRecordingsQuery = (meeting: string) =>
  queryOptions({
    queryKey: ["recordings", "of", meeting],
    queryFn: ({ signal }) => get<{ recordings: RecordingSummary[]; agreed: string[] }>(`/meetings/${meeting}/recordings`, undefined, signal),
    enabled: meeting !== "",
  });

export const recordingQuery = (id: string) =>
  queryOptions({
    queryKey: ["recordings", id],
    queryFn: ({ signal }) => get<Recording>(`/recordings/${id}`, undefined, signal),
    enabled: id !== "",
  });

export const chaptersQuery = (id: string) =>
  queryOptions({
    queryKey: ["recordings", id, "chapters"],
    queryFn: ({ signal }) => get<Chapter[]>(`/recordings/${id}/chapters`, undefined, signal),
    enabled: id !== "",
  });

/** The broadcast moves without the record while it starts, so it is asked for again and again. */
export const broadcastQuery = (item: string) =>
  queryOptions({
    queryKey: ["broadcast", item],
    queryFn: ({ signal }) => get<Broadcast | null>(`/items/${item}/broadcast`, undefined, signal),
    refetchInterval: 4_000,
    enabled: item !== "",
  });

/** Where a segment's file is. */
export const segmentUrl = (recording: string, digest: string) => `/api/v1/recordings/${recording}/segments/${digest}`;
