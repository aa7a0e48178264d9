import type { Clause, TextVersion } from "@/api/types";

/** A clause as the current version has it, beside what the version before had in its place. */
export interface ClauseChange {
  clause: Clause;
  before: Clause | undefined;
  changed: boolean;
  /** Party that proposed the change; undefined where the clause stands since the first version. */
  by: string | undefined;
  version: number | undefined;
}

function same(a: Clause | undefined, b: Clause | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Says for every clause of the version at `index` whether it was changed last, by whom and in which version:
 * clauses are matched by their place.
 */
export function changesAt(versions: readonly TextVersion[], index: number): ClauseChange[] {
  const current = versions[index];
  if (!current) return [];
  return current.clauses.map((clause, place) => {
    const first = lastChange(versions, index, place);
    const version = versions[first];
    return {
      clause,
      before: first > 0 ? versions[first - 1]?.clauses[place] : undefined,
      changed: first === index && index > 0,
      by: first > 0 ? version?.by : undefined,
      version: first > 0 ? version?.version : undefined,
    };
  });
}

function lastChange(versions: readonly TextVersion[], index: number, place: number): number {
  let at = index;
  while (at > 0 && same(versions[at]?.clauses[place], versions[at - 1]?.clauses[place])) at -= 1;
  return at;
}

/** Tells whether a draft of clauses differs from the version it started from. */
export function differs(draft: readonly Clause[], version: TextVersion | undefined): boolean {
  return JSON.stringify(draft) !== JSON.stringify(version?.clauses ?? []);
}
