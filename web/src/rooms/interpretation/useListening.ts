import { useCallback, useEffect, useRef, useState } from "react";

import { type Call, type Interpretation, type RoomView, channelFor, channelsOf, preferences, remember } from "@/call";
import { useLanguage } from "@/i18n/language";
import { useRoomAction } from "../useRoomAction";

/** What stands for the floor where a choice is remembered. */
const FLOOR = "floor";
const FLOOR_UNDER = 0.2;

export interface Listening {
  interpretation: Interpretation;
  /** How loud the floor stays under an interpreter, 0…1. */
  floorUnder: number;
  setFloorUnder: (gain: number) => void;
  choose: (channel: string | undefined) => void;
}

/**
 * The listener's choice among floor and channels. Until somebody chose, it is the channel of the language the pages
 * are in; a choice is remembered on this machine as a language, for a channel's id is good for one room only.
 */
export function useListening(call: Call, room: RoomView): Listening {
  const act = useRoomAction();
  const { language } = useLanguage();
  const interpretation = interpretationOf(room);
  const [floorUnder, setUnder] = useState(() => preferences().floorUnder ?? FLOOR_UNDER);
  const channels = channelsOf(interpretation);
  const asked = useRef<string | undefined>(undefined);

  const wanted = preferences().channel ?? language.code;
  const found = wanted === FLOOR ? undefined : channelFor(channels, wanted)?.id;
  useEffect(() => {
    // Once for each channel that comes up; what the person chooses afterwards stands.
    if (!found || asked.current === found) return;
    asked.current = found;
    call.listen(found).catch(() => undefined);
  }, [call, found]);

  const choose = useCallback(
    (channel: string | undefined) => {
      const chosen = channelsOf(call.room.get() ?? { booths: [] }).find(({ id }) => id === channel);
      remember({ channel: chosen?.language ?? FLOOR });
      asked.current = chosen?.id;
      act(() => call.listen(chosen?.id));
    },
    [call, act],
  );
  const setFloorUnder = useCallback((gain: number) => {
    remember({ floorUnder: gain });
    setUnder(gain);
  }, []);
  return { interpretation, floorUnder, setFloorUnder, choose };
}

/** The part of a room that listening is about. */
export function interpretationOf({ booths, own }: Pick<RoomView, "booths" | "own">): Interpretation {
  return { booths, listening: own.listening ?? undefined };
}
