import type { RoomView } from "@/call";

/** Whether this person opens documents for everybody and turns their pages: moderators, and presenters on the stage. */
export function mayShare({ me, participants }: Pick<RoomView, "me" | "participants">): boolean {
  if (me.grants.moderate) return true;
  return me.role === "presenter" && participants.some(({ id, on_stage }) => id === me.participant && on_stage);
}
