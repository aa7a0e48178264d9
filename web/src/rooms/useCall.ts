import { useEffect, useRef, useState } from "react";

import { post } from "@/api/client";
import { Call, type RoomGrant } from "@/call";

/** Refusals that a later turn of the record lifts: the room opens when the item goes live. */
const PASSING = new Set(["room-not-open"]);

/**
 * Joins the room whose grant `grantPath` gives (`/items/{id}/room-grant`), and leaves it with the page. A room
 * that was not open yet is tried again when `standing` changes; back on the network, the call does not wait for
 * its next attempt. With `media` "none" it takes part in words alone, and no picture or sound comes.
 */
export function useCall(grantPath: string | undefined, standing?: string, media?: "none"): Call | undefined {
  const [call, setCall] = useState<Call>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!grantPath) return;
    const next = new Call({ grant: () => post<RoomGrant>(grantPath), ...(media && { media }) });
    const nudge = () => {
      next.link.nudge();
    };
    // Who closes or reloads the page is gone at once, instead of being shown as away for a minute.
    const away = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) next.leave();
    };
    window.addEventListener("online", nudge);
    window.addEventListener("pagehide", away);
    setCall(next);
    next.join();
    return () => {
      window.removeEventListener("online", nudge);
      window.removeEventListener("pagehide", away);
      next.leave();
      setCall(undefined);
    };
  }, [grantPath, media, attempt]);

  const seen = useRef(standing);
  useEffect(() => {
    if (seen.current === standing) return;
    seen.current = standing;
    const link = call?.link.state.get();
    if (link?.phase === "ended" && PASSING.has(link.code)) setAttempt((known) => known + 1);
  }, [standing, call]);
  return call;
}
