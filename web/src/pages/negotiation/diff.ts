/** A run of text that stayed, came or went between two versions. */
export interface Run {
  kind: "same" | "added" | "removed";
  text: string;
}

const MOST_TOKENS = 1_600;
/** Below this share of common words the versions stand one after the other; a patchwork is harder to read. */
const LEAST_COMMON = 0.35;

/** Splits a text into what people read as units: single Han characters, words, spaces and signs. */
export function tokens(text: string): string[] {
  return text.match(/\p{Script=Han}|[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** Compares two versions of a text unit by unit; texts too long or too different for that are replaced whole. */
export function compare(before: string, after: string): Run[] {
  if (before === after) return before ? [{ kind: "same", text: before }] : [];
  const [old, fresh] = [tokens(before), tokens(after)];
  const whole: Run[] = [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
  if (old.length > MOST_TOKENS || fresh.length > MOST_TOKENS) return merge(whole);
  const runs = walk(old, fresh, lengths(old, fresh));
  const common = words(runs.filter(({ kind }) => kind === "same").map(({ text }) => text));
  const longest = Math.max(words(old), words(fresh));
  return merge(common < LEAST_COMMON * longest ? whole : runs);
}

function words(units: string[]): number {
  return units.filter((unit) => /[\p{L}\p{N}]/u.test(unit)).length;
}

/** Length of the longest common subsequence of the tails from (i, j), row by row. */
function lengths(old: string[], fresh: string[]): Uint16Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const [row, below] = [rows[i]!, rows[i + 1]!];
      row[j] = old[i] === fresh[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!);
    }
  }
  return rows;
}

function walk(old: string[], fresh: string[], rows: Uint16Array[]): Run[] {
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      runs.push({ kind: "same", text: old[i]! });
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && rows[i + 1]![j]! >= rows[i]![j + 1]!)) {
      runs.push({ kind: "removed", text: old[i]! });
      i += 1;
    } else {
      runs.push({ kind: "added", text: fresh[j]! });
      j += 1;
    }
  }
  return runs;
}

function merge(runs: Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (run.text === "") continue;
    if (last?.kind === run.kind) last.text += run.text;
    else merged.push({ ...run });
  }
  return merged;
}
