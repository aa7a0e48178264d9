import type { RoomView } from "@/call";

export const POLICIES = ["open", "lobby", "locked"] as const;
export type Policy = (typeof POLICIES)[number];

/** Who comes in: everyone, whom the host lets in, or nobody new. */
export function policyOf({ locked, lobby }: Pick<RoomView["state"], "locked" | "lobby">): Policy {
  return locked ? "locked" : lobby ? "lobby" : "open";
}
