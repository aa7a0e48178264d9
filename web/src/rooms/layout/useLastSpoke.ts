import { useRef } from "react";

import type { RoomView } from "@/call";

/** When each participant was last heard, counted in turns of the room rather than by any clock. */
export function useLastSpoke(room: Pick<RoomView, "speaking">): Readonly<Record<string, number>> {
  const known = useRef<{ turn: number; heard: RoomView["speaking"]; spoke: Record<string, number> }>({ turn: 0, heard: [], spoke: {} });
  const now = known.current;
  if (now.heard !== room.speaking) {
    const turn = now.turn + 1;
    known.current = { turn, heard: room.speaking, spoke: { ...now.spoke, ...Object.fromEntries(room.speaking.map((id) => [id, turn])) } };
  }
  return known.current.spoke;
}
