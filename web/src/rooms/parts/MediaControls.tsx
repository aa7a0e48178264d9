import { AudioMutedOutlined, AudioOutlined, DesktopOutlined, VideoCameraAddOutlined, VideoCameraOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import { type Call, type RoomView, maySend } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { useStore } from "../useStore";
import styles from "./parts.module.css";

interface ToolProps {
  icon: ReactNode;
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

/** A button of the bar under the stage; its word stands beside the icon where there is room. */
export function Tool({ icon, label, pressed, disabled, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={label}
      title={label}
      {...(pressed !== undefined && { "aria-pressed": pressed })}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      {icon}
      <span className={styles.toolWord}>{label}</span>
    </button>
  );
}

/** Microphone, camera and screen of someone who may send them. */
export function MediaControls({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const sending = useStore(call.sending);
  const heard = sending.microphone && !sending.microphone.muted;
  const silenced = room.me.mutedByHost.includes("microphone");

  const toggleMicrophone = () => {
    act(() => (sending.microphone ? call.mute("microphone", !sending.microphone.muted) : call.publish("microphone")));
  };
  return (
    <>
      {maySend(room.me, "microphone") && (
        <Tool
          icon={heard ? <AudioOutlined /> : <AudioMutedOutlined />}
          label={silenced ? t("rooms-microphone-by-host") : heard ? t("rooms-microphone-mute") : t("rooms-microphone-open")}
          pressed={heard === true}
          disabled={silenced}
          onClick={toggleMicrophone}
        />
      )}
      {maySend(room.me, "camera") && (
        <Tool
          icon={sending.camera ? <VideoCameraOutlined /> : <VideoCameraAddOutlined />}
          label={sending.camera ? t("rooms-camera-stop") : t("rooms-camera-start")}
          pressed={sending.camera !== undefined}
          onClick={() => {
            act(() => (sending.camera ? call.unpublish("camera") : call.publish("camera")));
          }}
        />
      )}
      {maySend(room.me, "screen") && (
        <Tool
          icon={<DesktopOutlined />}
          label={sending.screen ? t("rooms-screen-stop") : t("rooms-screen-share")}
          pressed={sending.screen !== undefined}
          onClick={() => {
            act(() => (sending.screen ? call.unpublish("screen") : call.publish("screen")));
          }}
        />
      )}
    </>
  );
}
