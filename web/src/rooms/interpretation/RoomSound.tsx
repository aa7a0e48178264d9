import type { Call, RoomView } from "@/call";
import { RoomVoices } from "../parts/RoomVoices";
import { ChannelPicker } from "./ChannelPicker";
import { useListening } from "./useListening";

interface Props {
  call: Call;
  room: RoomView;
  speakerId?: string | undefined;
}

/** What a listener hears, and the choice of the language it is in. */
export function RoomSound({ call, room, speakerId }: Props) {
  const listening = useListening(call, room);
  return (
    <>
      <ChannelPicker call={call} room={room} listening={listening} />
      <RoomVoices call={call} room={room} speakerId={speakerId} floorUnder={listening.floorUnder} />
    </>
  );
}
