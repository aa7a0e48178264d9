import { post } from "@/api/client";
import type { Item, ItemState } from "@/api/types";

/** The states that lie between an item's state and its being live, that one included. */
export const BEFORE_LIVE: Partial<Record<ItemState, ItemState[]>> = {
  planned: ["rehearsal", "ready", "live"],
  rehearsal: ["ready", "live"],
  ready: ["live"],
};

/** A digit a state, so that a repeat sends each move under the key it had before. */
const DIGIT: Record<ItemState, string> = { planned: "0", rehearsal: "1", ready: "2", live: "3", ended: "4" };

/** Moves an item through `states`; its room hears of it from the record. */
export async function moveItem(item: Item, states: readonly ItemState[], key: string): Promise<void> {
  for (const to of states) await post(`/items/${item.id}/transition`, { to }, key.slice(0, 35) + DIGIT[to]);
}
