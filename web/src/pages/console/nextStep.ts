import { actingPerson, unready } from "@/api/signingOrder";
import type { Act, ActState, Agreement, Item } from "@/api/types";
import type { Site } from "@/rooms/ceremony/cast";

/** What the officiant's one big button does now, or why it waits. */
export type NextStep =
  | { kind: "go-live" }
  | { kind: "move"; to: Exclude<ActState, "nominated" | "signed" | "pulled"> }
  | { kind: "wait"; reason: "ready" | "signatures"; people: string[] }
  | { kind: "select"; act: Act }
  | { kind: "end" };

const FORWARD: Partial<Record<ActState, "dedup_checked" | "approved" | "rehearsed" | "announced">> = {
  nominated: "dedup_checked",
  dedup_checked: "approved",
  approved: "rehearsed",
  rehearsed: "announced",
};

/**
 * Decides the next step of the selected act. An act goes on the stage only when the item is live, and is signed
 * only when everyone is ready.
 */
export function nextStep(act: Act | undefined, sites: readonly Site[], following: Act | undefined, item: Item | undefined, agreements: readonly Agreement[] = []): NextStep {
  if (!act || act.state === "signed" || act.state === "pulled") {
    return following && following.id !== act?.id ? { kind: "select", act: following } : { kind: "end" };
  }
  const to = FORWARD[act.state];
  if (to === "announced" && item && item.state !== "live") return { kind: "go-live" };
  if (to) return { kind: "move", to };
  const lagging = (lights: string[]) =>
    sites.flatMap(({ members }) => members.filter(({ light }) => lights.includes(light)).map(({ person }) => person));
  if (act.state === "announced") {
    // Enough of a group are enough; the record says who they are.
    const needed = new Set(agreements.flatMap((agreement) => unready(agreement, act.ready)).map(actingPerson));
    const people = lagging(["waiting"]).filter((person) => agreements.length === 0 || needed.has(person));
    return people.length > 0 ? { kind: "wait", reason: "ready", people } : { kind: "move", to: "signing" };
  }
  return { kind: "wait", reason: "signatures", people: lagging(["armed"]) };
}
