import { useEffect, useRef, useState } from "react";

import type { RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { happenings } from "./happenings";

/** Reads out to screen readers, when they are free, what just happened to the person in the room. */
export function Announcer({ room }: { room: RoomView | undefined }) {
  const t = useT();
  const known = useRef(room);
  const [said, setSaid] = useState<{ id: number; text: string }[]>([]);
  useEffect(() => {
    const before = known.current;
    known.current = room;
    // Another presence is another beginning: what stands there then did not just happen.
    if (!before || !room || before.me.participant !== room.me.participant) return;
    const texts = happenings(before, room).map(({ message, values }) => t(message, values));
    if (texts.length === 0) return;
    setSaid((earlier) => [...earlier, ...texts.map((text, index) => ({ id: (earlier.at(-1)?.id ?? 0) + 1 + index, text }))].slice(-5));
  }, [room, t]);
  return (
    <ul className="yq-hidden" aria-live="polite" aria-relevant="additions" data-testid="announcer">
      {said.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}
