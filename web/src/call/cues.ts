import type { Cue } from "./protocol";

/** Cues that come up to their time on the page before they are due. */
const SHOWN_AHEAD: ReadonlySet<Cue["kind"]> = new Set(["countdown"]);
/** How long a cue stays on the page after its time. */
export const CUE_STAYS_MS = 5_000;

/** What to show at a moment of the server's clock: the latest cue that is due, else a countdown towards one. */
export function cueNow(cues: readonly Cue[], now: number): Cue | undefined {
  const due = cues.filter(({ at }) => at <= now && now < at + CUE_STAYS_MS).sort((a, b) => b.at - a.at)[0];
  const ahead = cues.filter(({ kind, at }) => SHOWN_AHEAD.has(kind) && at > now).sort((a, b) => a.at - b.at)[0];
  return ahead ?? due;
}

/** When `cueNow` may change next; never when there is nothing to come. */
export function nextTurn(cues: readonly Cue[], now: number): number | undefined {
  const turns = cues.flatMap(({ at }) => [at, at + CUE_STAYS_MS]).filter((at) => at > now);
  return turns.length > 0 ? Math.min(...turns) : undefined;
}
