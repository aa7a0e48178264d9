import { type Call, type Conversation, Store } from "@/call";

/** When each talk was last open on this page, by the server's clock. */
type Seen = Record<string, number>;

const stores = new WeakMap<Call, Store<Seen>>();

/** Outlives the panel, which is only there while its tab is chosen. */
export function seenOf(call: Call): Store<Seen> {
  const known = stores.get(call) ?? new Store<Seen>({});
  stores.set(call, known);
  return known;
}

/** How many lines of the other came since the talk was open. */
export function unreadIn({ person, lines }: Conversation, seen: Seen): number {
  return lines.filter((line) => line.person === person && line.at > (seen[person] ?? 0)).length;
}
