import type { Participant } from "@/call";
import { type Shot, isOnStage } from "../compose";

/** A place in the grid: somebody's screen, camera, or just the name. */
export interface Place extends Omit<Shot, "source"> {
  source: Shot["source"] | undefined;
}

const shows = ({ tracks }: Participant, source: "camera" | "screen") =>
  tracks.some((track) => track.source === source && !track.muted && !track.muted_by_host);

const RANK: Record<Participant["role"], number> = { host: 0, presenter: 1, panel: 2, interpreter: 3, viewer: 4 };

/** Everyone a grid shows: first whom the operator placed, then screens, then who is seen, then the others; within each, hosts first and by arrival. */
export function placesOf(all: readonly Participant[], placed: readonly { participant: string; source: string }[] = []): Place[] {
  const participants = all.filter(isOnStage);
  const screens = participants.filter((one) => shows(one, "screen")).map((participant): Place => ({ participant, source: "screen" }));
  const people = participants
    .filter(({ role }) => role !== "interpreter")
    .map((participant): Place => ({ participant, source: shows(participant, "camera") ? "camera" : undefined }));
  const rank = ({ participant, source }: Place) => {
    const index = placed.findIndex((one) => one.participant === participant.id && one.source === (source ?? "camera"));
    return index < 0 ? placed.length : index;
  };
  const weight = ({ participant, source }: Place) => (source ? 0 : 10) + RANK[participant.role];
  const places = [...screens, ...people.sort((a, b) => weight(a) - weight(b))];
  return places.sort((a, b) => rank(a) - rank(b));
}

/** The key a place keeps while it moves, so that its picture never starts over. */
export function placeKey({ participant, source }: Place): string {
  return `${participant.id}/${source === "screen" ? "screen" : "person"}`;
}

/**
 * Keeps a page of the grid steady: whoever speaks and stands on a later page takes the place of the one on the
 * first page that has been silent longest, and nobody else moves.
 */
export function withSpeakers(places: readonly Place[], lastSpoke: Readonly<Record<string, number>>, perPage: number): Place[] {
  const first = places.slice(0, perPage);
  const later = places.slice(perPage);
  const spoke = (place: Place) => lastSpoke[place.participant.id] ?? 0;
  const speakers = later.filter((place) => spoke(place) > 0 && place.source !== "screen").sort((a, b) => spoke(b) - spoke(a));
  for (const speaker of speakers) {
    const candidates = first.filter((place) => place.source !== "screen" && spoke(place) < spoke(speaker));
    const quietest = candidates.reduce<Place | undefined>((least, place) => (!least || spoke(place) <= spoke(least) ? place : least), undefined);
    if (!quietest) break;
    first[first.indexOf(quietest)] = speaker;
    later[later.indexOf(speaker)] = quietest;
  }
  return [...first, ...later];
}

/** Columns of a grid of wide tiles in a wide frame: as many as rows, or one more. */
export function columnsFor(count: number): number {
  return Math.max(1, Math.ceil(Math.sqrt(count)));
}
