import type { Quality } from "./quality";

/** Whether pictures travel, and since when that is in doubt. */
export type FallbackState =
  | { mode: "pictures"; since: number; badSince?: number | undefined; patienceMs: number }
  | { mode: "sound"; since: number; goodSince?: number | undefined; patienceMs: number };

/** A line this bad for this long carries sound alone. */
const BAD_MS = 8_000;
const BAD_LOSS = 0.1;
const BAD_AVAILABLE_KBIT = 150;
const GOOD_LOSS = 0.03;
/** How long a line must be good before pictures are tried again; doubles each time that fails. */
const FIRST_PATIENCE_MS = 15_000;
const LAST_PATIENCE_MS = 240_000;
/** Pictures that held this long were no failed attempt. */
const HELD_MS = 60_000;

export const PICTURES: FallbackState = { mode: "pictures", since: 0, patienceMs: FIRST_PATIENCE_MS };

/** Whether the line can't carry pictures now. What the upload bears only counts while a camera is sent. */
export function isBad(quality: Quality, sendsPicture: boolean): boolean {
  const loss = Math.max(quality.up.loss ?? 0, quality.down.loss ?? 0);
  const narrow = sendsPicture && quality.availableKbit !== undefined && quality.availableKbit < BAD_AVAILABLE_KBIT;
  return loss > BAD_LOSS || narrow;
}

/** Takes the next look at the line: eight bad seconds lead to sound alone, a good while leads back. */
export function fallback(state: FallbackState, quality: Quality, sendsPicture: boolean, now: number): FallbackState {
  return state.mode === "pictures" ? withPictures(state, isBad(quality, sendsPicture), now) : withSound(state, quality, now);
}

function withPictures(state: FallbackState & { mode: "pictures" }, bad: boolean, now: number): FallbackState {
  if (!bad) return state.badSince === undefined ? state : { mode: "pictures", since: state.since, patienceMs: state.patienceMs };
  const badSince = state.badSince ?? now;
  if (now - badSince < BAD_MS) return { ...state, badSince };
  const held = now - state.since > HELD_MS;
  return { mode: "sound", since: now, patienceMs: held && state.since > 0 ? FIRST_PATIENCE_MS : state.patienceMs };
}

function withSound(state: FallbackState & { mode: "sound" }, quality: Quality, now: number): FallbackState {
  const good = Math.max(quality.up.loss ?? 0, quality.down.loss ?? 0) <= GOOD_LOSS;
  if (!good) return { mode: "sound", since: state.since, patienceMs: state.patienceMs };
  const goodSince = state.goodSince ?? now;
  if (now - goodSince < state.patienceMs) return { ...state, goodSince };
  return { mode: "pictures", since: now, patienceMs: Math.min(LAST_PATIENCE_MS, state.patienceMs * 2) };
}
