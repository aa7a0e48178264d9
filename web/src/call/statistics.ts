import type { Participant, Statistics } from "./protocol";
import { type Bars, barsOf } from "./quality";

/** One participant's line, both ways. */
export interface LineRow {
  participant: string;
  /** Absent for viewers, whom nobody lists. */
  name: string | undefined;
  bars: Bars;
  up: Statistics | undefined;
  down: Statistics | undefined;
}

/** Puts both directions of everyone together, the worst first. */
export function lineRows(statistics: readonly Statistics[], participants: readonly Pick<Participant, "id" | "name" | "online">[]): LineRow[] {
  const ids = [...new Set(statistics.map(({ participant }) => participant))];
  const rows = ids.map((participant): LineRow => {
    const of = (direction: Statistics["direction"]) => statistics.find((one) => one.participant === participant && one.direction === direction);
    const [up, down] = [of("upload"), of("download")];
    const known = participants.find(({ id }) => id === participant);
    return { participant, name: known?.name, bars: known && !known.online ? 0 : worst(up, down), up, down };
  });
  return rows.sort((a, b) => a.bars - b.bars || Number(a.name === undefined) - Number(b.name === undefined) || (a.name ?? "").localeCompare(b.name ?? ""));
}

function worst(up: Statistics | undefined, down: Statistics | undefined): Bars {
  const bars = [up, down].flatMap((one) => (one ? [barsOf(one.loss_per_mille / 1000, one.rtt_ms ?? undefined)] : []));
  return Math.min(...bars) as Bars;
}
