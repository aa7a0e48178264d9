import type { Call, RoomView } from "@/call";
import { MediaTile } from "@/rooms/parts/MediaTile";
import { RoomBar } from "@/rooms/parts/RoomBar";
import { useMe } from "@/api/session";
import { usePick } from "@/i18n/localized";
import { useStore } from "@/rooms/useStore";
import type { LocalizedText } from "@/api/types";
import styles from "./signing.module.css";

/** The signatory's own picture and its controls: what the audience sees of this site. */
export function SelfView({ call, room }: { call: Call; room: RoomView | undefined }) {
  const pick = usePick();
  const media = useStore(call.media);
  const sending = useStore(call.sending);
  const me = useMe().person.name as string | LocalizedText;
  return (
    <div className={styles.self}>
      <MediaTile stream={media.local.camera} name={typeof me === "string" ? me : pick(me)} own muted={!sending.microphone || sending.microphone.muted} wide />
      <RoomBar call={call} room={room} />
    </div>
  );
}
