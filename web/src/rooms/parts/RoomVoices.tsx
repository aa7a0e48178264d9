import { type Call, type RoomView, gainOf } from "@/call";
import { interpretationOf } from "../interpretation/useListening";
import { useStore } from "../useStore";
import { Voices } from "./Voices";

interface Props {
  call: Call;
  room: RoomView;
  speakerId?: string | undefined;
  /** How loud the floor stays under an interpreter, 0…1. */
  floorUnder?: number;
}

/** Everyone's sound in this room, each as loud as the chosen language wants it. */
export function RoomVoices({ call, room, speakerId, floorUnder = 1 }: Props) {
  const { remote } = useStore(call.media);
  const interpretation = interpretationOf(room);
  const voices = Object.entries(remote)
    .filter(([key]) => key.endsWith("/microphone") || key.endsWith("/screen_audio"))
    .map(([id, stream]) => ({ id, stream, gain: gainOf(id.slice(0, id.lastIndexOf("/")), interpretation, room.me.participant, floorUnder) }));
  return <Voices streams={voices} speakerId={speakerId} />;
}
