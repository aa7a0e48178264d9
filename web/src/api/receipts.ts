import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { RecordedGap, RecordedSegment, RecordedTrack } from "./recordings";

/** Proof that an act of signing is in the log (`LOG.md`, section Receipts). */
export interface SigningReceipt {
  /** What the entry says of the agreement: `agreement-frozen`, `agreement-sealed`, … */
  what: string[];
  /** Whose act it was; none for the system's. */
  signatory?: string | null;
  at: string;
  /** Position in the log, from 0. */
  index: number;
  /** The entry's exact bytes, Base64. */
  entry: string;
  /** Audit path, each hash in hex. */
  proof: string[];
  /** The checkpoint, a signed note. */
  checkpoint: string;
}

export interface Receipts {
  log_keys: string[];
  items: SigningReceipt[];
}

/** Where a signature falls in a recording. */
export interface SignatureMoment {
  signatory: string;
  step: "authorised" | "sealed";
  at: string;
  /** Milliseconds after the recording's start. */
  offset_ms: number;
  /** Where it falls in each track that was recorded at that moment. */
  places: { track: number; segment: number; offset_ms: number }[];
}

/** What of a recording falls into an agreement's signing. */
export interface RecordedSigning {
  recording: string;
  started_at: string;
  stopped_at?: string | null;
  tracks: { track: RecordedTrack; segments: RecordedSegment[]; gaps: { from: string; to: string; cause?: RecordedGap["cause"] | null }[] }[];
  signatures: SignatureMoment[];
}

export interface SigningMedia {
  from: string;
  to: string;
  recordings: RecordedSigning[];
}

/** The receipts of an agreement's signing, for those who see it with its amounts. */
export const receiptsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ["agreements", agreement, "receipts"],
    queryFn: ({ signal }) => get<Receipts>(`/agreements/${agreement}/receipts`, undefined, signal),
    retry: false,
  });

/** What was recorded while an agreement was signed in its act. */
export const mediaQuery = (agreement: string) =>
  queryOptions({
    queryKey: ["agreements", agreement, "media"],
    queryFn: ({ signal }) => get<SigningMedia>(`/agreements/${agreement}/media`, undefined, signal),
    retry: false,
  });

/** The head of a checkpoint: the log's origin, its size and its root. */
export function headOf(checkpoint: string): { origin: string; size: number; root: string } {
  const [origin = "", size = "", root = ""] = checkpoint.split("\n");
  return { origin, size: Number(size), root };
}
