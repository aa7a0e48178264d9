import type { LocalizedText } from "./types";

/**
 * Names of organisations, people, projects, agreements and regions by id, learned from every reply: a record comes
 * with the names of what it mentions, so that a page needs no further question to show them.
 */
const known = new Map<string, LocalizedText>();

/** Takes in the `names` of a reply: of one record, or of each in a list. */
export function learn(reply: unknown): void {
  if (!reply || typeof reply !== "object") return;
  const { names, items, memberships } = reply as { names?: Record<string, LocalizedText>; items?: unknown; memberships?: unknown };
  if (names) for (const [id, name] of Object.entries(names)) known.set(id, name);
  for (const inner of [items, memberships]) if (Array.isArray(inner)) inner.forEach(learn);
}

/** The name of a thing, once a reply has mentioned it. */
export function knownName(id: string | null | undefined): LocalizedText | undefined {
  return id ? known.get(id) : undefined;
}
