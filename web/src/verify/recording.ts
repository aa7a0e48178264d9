/** The check `recording`: the media manifest is what the journal's entries make it, and nothing is left out. */

import type { Files } from "./container";
import { type Json, canonical, isObject, parseJson } from "./json";
import type { Entry } from "./log/checkpoint";
import { readMoment } from "./moment";
import type { Told } from "./record";
import { Unreadable, recordingsOf } from "./recorded";
import { type Share, type Step, shareOf } from "./share";
import type { RecordedFact } from "./verdict";

const path = "media.json";
/** What belongs to the signing before its first step and after its last, in nanoseconds. */
const margin = 30_000_000_000n;

interface Checked {
  facts: RecordedFact[];
  findings: string[];
}

export function hasRecording(files: Files): boolean {
  return files.has(path);
}

/** Checks the manifest; the segments' files are kept apart. */
export function checkRecording(files: Files, entries: Entry[], told: Told): Checked {
  try {
    return checkManifest(parseJson(files.get(path)), entries, told);
  } catch (error) {
    if (error instanceof Unreadable) return { facts: [], findings: [error.message] };
    throw error;
  }
}

function checkManifest(manifest: unknown, entries: Entry[], told: Told): Checked {
  const [from, to, shares] = isObject(manifest) ? [readMoment(manifest["from"]), readMoment(manifest["to"]), manifest["recordings"]] : [];
  const isWhole = isObject(manifest) && Object.keys(manifest).length === 3;
  if (from === undefined || to === undefined || !Array.isArray(shares) || !isWhole) throw new Unreadable("the media manifest can't be read");
  const steps = stepsOf(told);
  const { facts, findings }: Checked = { facts: [], findings: [] };
  if (!steps.every(({ at }) => from <= at - margin && at + margin <= to)) findings.push("the media manifest ends too near to a signature");
  const recordings = recordingsOf(entries);
  const named = new Set<string>();
  for (const share of shares as unknown[]) {
    const id = isObject(share) ? share["recording"] : undefined;
    if (!isObject(share) || typeof id !== "string") throw new Unreadable("the media manifest can't be read");
    const recording = recordings.get(id);
    if (!recording || recording.rehearsal) {
      findings.push(`recording ${id} is not in the record`);
      continue;
    }
    if (named.has(id)) findings.push(`recording ${id} is told twice`);
    named.add(id);
    const expected = shareOf(recording, from, to, steps);
    findings.push(...differences(share, expected).map((what) => `recording ${id}: ${what}`));
    facts.push(factOf(expected));
  }
  for (const recording of recordings.values()) {
    const isEmpty = shareOf(recording, from, to, []).tracks.every(({ segments }) => segments.length === 0);
    if (!recording.rehearsal && !named.has(recording.id) && !isEmpty) findings.push(`recording ${recording.id} is left out`);
  }
  return { facts, findings };
}

/** Names what a share tells otherwise than the record, and segments that are missing between others. */
function differences(told: Json, expected: Share): string[] {
  const findings: string[] = [];
  for (const { track, segments } of expected.tracks) {
    const isWhole = segments.every(({ index }, i) => i === 0 || index === segments[i - 1]!.index + 1);
    if (!isWhole) findings.push(`a segment of track ${String(track["name"])} is missing`);
  }
  for (const key of ["started_at", "stopped_at", "tracks", "signatures"] as const) {
    if (told[key] === undefined || canonical(told[key]) !== canonical(expected[key])) findings.push(`${key} is told otherwise than in the record`);
  }
  if (findings.length === 0 && canonical(told) !== canonical(expected)) findings.push("it tells more than the record");
  return findings;
}

function factOf({ recording, tracks }: Share): RecordedFact {
  const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0);
  return {
    recording,
    tracks: tracks.length,
    segments: sum(tracks.map(({ segments }) => segments.length)),
    gaps: sum(tracks.map(({ gaps }) => gaps.length)),
  };
}

/** Lists when each signatory authorised, and when its signature was written, in the draft's order. */
function stepsOf(told: Told): Step[] {
  return told.places.flatMap(({ id: signatory }): Step[] => {
    const sealed = told.sealed.find((each) => each.signatory === signatory);
    if (!sealed) return [];
    const authorised = told.authorised.get(signatory)?.at;
    if (authorised === undefined || sealed.at === undefined) throw new Unreadable(`${signatory}: the record doesn't say when it signed`);
    return [{ signatory, step: "authorised", at: authorised }, { signatory, step: "sealed", at: sealed.at }];
  });
}
