import { useEffect } from "react";

import type { Call, RoomView } from "@/call";

/** Asks the room for the captions one reads, anew whenever one entered anew, and for no others. */
export function useFollowedCaptions(call: Call, room: RoomView, language: string | undefined): void {
  const followed = room.own.caption_languages.join();
  const there = language !== undefined && room.state.caption_languages.includes(language);
  const wanted = there ? language : "";
  useEffect(() => {
    if (followed === wanted) return;
    call.desk.followCaptions(wanted === "" ? [] : [wanted]).catch(() => undefined);
  }, [call, followed, wanted]);
}
