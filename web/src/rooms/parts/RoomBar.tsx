import { type ReactNode, useState } from "react";

import { type Call, type RoomView, preferences } from "@/call";
import { Reactions } from "../panels/Reactions";
import { ShortcutSheet } from "../panels/ShortcutSheet";
import { RoomSound } from "../interpretation/RoomSound";
import { CheckHint } from "./CheckHint";
import { DevicePicker } from "./DevicePicker";
import { HandButton } from "./HandButton";
import { LineControl } from "./LineControl";
import { MediaControls } from "./MediaControls";
import styles from "./parts.module.css";

interface Props {
  call: Call | undefined;
  room: RoomView | undefined;
  /** The page's own buttons, at the end of the bar. */
  children?: ReactNode;
}

/** The bar under the stage: own devices, the hand, and what the page adds. */
export function RoomBar({ call, room, children }: Props) {
  const [speakerId, setSpeakerId] = useState(() => preferences().speaker);
  return (
    <div className={styles.bar}>
      {call && room && (
        <>
          <CheckHint room={room} />
          <MediaControls call={call} room={room} />
          <HandButton call={call} room={room} />
          <Reactions call={call} room={room} />
          <DevicePicker call={call} room={room} speakerId={speakerId} onSpeaker={setSpeakerId} />
          <LineControl call={call} />
          <ShortcutSheet />
          <RoomSound call={call} room={room} speakerId={speakerId} />
        </>
      )}
      {children}
    </div>
  );
}
