import { useEffect, useState } from "react";

import type { Call, RosterEntry, RoomView } from "@/call";

/** Somebody in the room, on the stage or among the viewers. */
export interface Present {
  id: string;
  person: string;
  name: string;
}

const MOST = 8;

/** Everyone in the room by name; of the viewers the first two hundred. */
export function usePresent(call: Call, { participants, viewers }: RoomView): Present[] {
  const [watching, setWatching] = useState<RosterEntry[]>([]);
  useEffect(() => {
    let current = true;
    call.roster(null, null, 200).then(
      (reply) => {
        if (current && reply.type === "roster") setWatching(reply.viewers);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [call, viewers]);
  return [...participants.filter(({ machine }) => !machine), ...watching];
}

/** Those of the meeting who are here: each once, though they may have two windows open. */
export function fromMeeting(present: Present[], people: string[]): Present[] {
  return people.flatMap((person) => present.find((one) => one.person === person) ?? []).slice(0, MOST);
}
