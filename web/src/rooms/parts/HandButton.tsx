import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { Tool } from "./MediaControls";

/** Raises and lowers the own hand; says the place in the queue. */
export function HandButton({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  if (!room.me.grants.chat || room.me.grants.moderate) return null;
  const place = room.hands.findIndex(({ participant }) => participant === room.me.participant);
  const raised = place >= 0;
  return (
    <Tool
      icon={<HandIcon />}
      label={raised ? t("rooms-hand-lower", { place: place + 1 }) : t("rooms-hand-raise")}
      pressed={raised}
      shortcut="h"
      onClick={() => {
        act(() => call.raiseHand(!raised));
      }}
    />
  );
}

export function HandIcon() {
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M8 12.500V5.800a1.500 1.500 0 0 1 3 0V11m0-.5V4.300a1.500 1.500 0 0 1 3 0V11m0-.2V5.800a1.500 1.500 0 0 1 3 0v8.700c0 4-2.600 6.500-6.200 6.500-3 0-4.500-1.400-5.900-4l-2-3.800c-.5-1 .1-2 1-2.200.8-.2 1.400.2 1.900 1L8 13.500" />
    </svg>
  );
}
