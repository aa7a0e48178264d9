import { type ReactNode, useState } from "react";

import type { Call, RoomView } from "@/call";
import { Reactions } from "../panels/Reactions";
import { ShortcutSheet } from "../panels/ShortcutSheet";
import { DevicePicker } from "./DevicePicker";
import { HandButton } from "./HandButton";
import { MediaControls } from "./MediaControls";
import { RoomVoices } from "./RoomVoices";
import styles from "./parts.module.css";

interface Props {
  call: Call | undefined;
  room: RoomView | undefined;
  /** The page's own buttons, at the end of the bar. */
  children?: ReactNode;
}

/** The bar under the stage: own devices, the hand, and what the page adds. */
export function RoomBar({ call, room, children }: Props) {
  const [speakerId, setSpeakerId] = useState<string>();
  return (
    <div className={styles.bar}>
      {call && room && (
        <>
          <MediaControls call={call} room={room} />
          <HandButton call={call} room={room} />
          <Reactions call={call} room={room} />
          <DevicePicker call={call} room={room} speakerId={speakerId} onSpeaker={setSpeakerId} />
          <ShortcutSheet />
          <RoomVoices call={call} speakerId={speakerId} />
        </>
      )}
      {children}
    </div>
  );
}
