import type { Act } from "@/api/types";
import type { RoomView } from "@/call";

/** When the countdown of an act ends, in milliseconds of the server's clock: the record's word, else the room's. */
export function countdownEnd(act: Act | undefined, room: RoomView | undefined): number | undefined {
  if (act?.state === "signing" && act.signs_at) return Date.parse(act.signs_at);
  const running = room?.cues.find(({ kind }) => kind === "countdown");
  return running && running.act === act?.id ? running.at : undefined;
}
