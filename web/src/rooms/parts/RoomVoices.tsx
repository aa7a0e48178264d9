import type { Call } from "@/call";
import { useStore } from "../useStore";
import { Voices } from "./Voices";

/** Everyone's sound in this room. */
export function RoomVoices({ call, speakerId }: { call: Call; speakerId?: string | undefined }) {
  const { remote } = useStore(call.media);
  const voices = Object.entries(remote)
    .filter(([key]) => key.endsWith("/microphone") || key.endsWith("/screen_audio"))
    .map(([id, stream]) => ({ id, stream }));
  return <Voices streams={voices} speakerId={speakerId} />;
}
