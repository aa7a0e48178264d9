import { AudioMutedOutlined, AudioOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";

import { type Booth, type Call, LevelMeter, type RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useLanguageName } from "@/rooms/interpretation/languageName";
import { useRoomAction } from "@/rooms/useRoomAction";
import { useStore } from "@/rooms/useStore";
import { LevelBar } from "@/ui/LevelBar";
import { Cough } from "./Cough";
import styles from "./booth.module.css";
import { standing } from "./standing";

/** The one big switch: whether listeners hear the own voice, and how loud it is. */
export function OnAir({ call, room, booth }: { call: Call; room: RoomView; booth: Booth }) {
  const t = useT();
  const act = useRoomAction();
  const name = useLanguageName();
  const sending = useStore(call.sending).microphone;
  const { local } = useStore(call.media);
  const level = useMeter(local.microphone);
  const { active, onAir } = standing(room, booth);
  const open = sending?.muted === false;
  const language = name(booth.channels.find(({ id }) => id === booth.direction)?.language ?? "");
  const held = room.me.mutedByHost.includes("microphone");
  const toggle = () => {
    act(() => (sending ? call.mute("microphone", !sending.muted) : call.publish("microphone")));
  };
  const words = onAir ? t("booth-on-air", { language }) : open ? t("booth-open-not-active") : t("booth-off-air");
  return (
    <div className={styles.air} data-on={onAir} data-testid="on-air">
      <button type="button" aria-pressed={open} aria-keyshortcuts="m" disabled={held} onClick={toggle}>
        {open ? <AudioOutlined aria-hidden="true" /> : <AudioMutedOutlined aria-hidden="true" />}
        {t(open ? "booth-go-off" : active ? "booth-go-on" : "booth-microphone-open")}
      </button>
      <div>
        <b role="status">{words}</b>
        <LevelBar level={open ? level : 0} label={t("booth-level")} />
      </div>
      <Cough call={call} disabled={!open} />
    </div>
  );
}

function useMeter(stream: MediaStream | undefined): number {
  const [meter] = useState(() => new LevelMeter());
  useEffect(() => {
    if (!stream) return;
    meter.start(stream);
    return () => {
      meter.stop();
    };
  }, [meter, stream]);
  return useStore(meter);
}
