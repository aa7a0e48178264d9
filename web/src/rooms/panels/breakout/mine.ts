import type { Breakout, RoomView } from "@/call";

/** How this person stands in a breakout; not called to it: none. */
export function myState({ parties }: Breakout, me: string): Breakout["parties"][number]["state"] | undefined {
  return parties.find(({ participant }) => participant === me)?.state;
}

/** The breakout this person is in, or on its way to. */
export function awayIn({ breakouts, me }: Pick<RoomView, "breakouts" | "me">): Breakout | undefined {
  return breakouts.find((one) => myState(one, me.participant) === "away");
}

/** The calls it has not answered yet. */
export function invitations({ breakouts, me }: Pick<RoomView, "breakouts" | "me">): Breakout[] {
  return breakouts.filter((one) => myState(one, me.participant) === "invited");
}
