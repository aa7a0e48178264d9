import { useEffect, useState } from "react";

import { post } from "@/api/client";
import { Call, type RoomGrant } from "@/call";

/**
 * Joins the room whose grant `grantPath` gives (`/items/{id}/room-grant`), and leaves it with the page. Coming
 * back to the network, the call does not wait for its next attempt.
 */
export function useCall(grantPath: string | undefined): Call | undefined {
  const [call, setCall] = useState<Call>();
  useEffect(() => {
    if (!grantPath) return;
    const next = new Call({ grant: () => post<RoomGrant>(grantPath) });
    const nudge = () => {
      next.link.nudge();
    };
    window.addEventListener("online", nudge);
    setCall(next);
    next.join();
    return () => {
      window.removeEventListener("online", nudge);
      next.leave();
      setCall(undefined);
    };
  }, [grantPath]);
  return call;
}
