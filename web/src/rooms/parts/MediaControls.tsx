import { AudioMutedOutlined, AudioOutlined, DesktopOutlined, VideoCameraAddOutlined, VideoCameraOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import { type Call, type RoomView, type Source, maySend } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { useStore } from "../useStore";
import styles from "./parts.module.css";

interface ToolProps {
  icon: ReactNode;
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  /** The key that presses it. */
  shortcut?: string;
  onClick: () => void;
}

/** A button of the bar under the stage; its word stands beside the icon where there is room. */
export function Tool({ icon, label, pressed, disabled, shortcut, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={label}
      title={label}
      {...(pressed !== undefined && { "aria-pressed": pressed })}
      {...(shortcut && { "aria-keyshortcuts": shortcut })}
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
  const on = (source: Source) => sending[source]?.muted === false;
  const held = (source: Source) => room.me.mutedByHost.includes(source);
  const heard = on("microphone");

  const toggleMicrophone = () => {
    act(() => (sending.microphone ? call.mute("microphone", !sending.microphone.muted) : call.publish("microphone")));
  };
  /** A picture that the host held back is still there when that is lifted, dark until its owner shows it. */
  const togglePicture = (source: "camera" | "screen") => {
    act(() => {
      if (!sending[source]) return call.publish(source);
      if (on(source)) return call.unpublish(source);
      const sound = source === "screen" && sending.screen_audio ? [call.mute("screen_audio", false)] : [];
      return Promise.all([call.mute(source, false), ...sound]);
    });
  };
  return (
    <>
      {maySend(room.me, "microphone") && (
        <Tool
          icon={heard ? <AudioOutlined /> : <AudioMutedOutlined />}
          label={held("microphone") ? t("rooms-microphone-by-host") : heard ? t("rooms-microphone-mute") : t("rooms-microphone-open")}
          pressed={heard}
          disabled={held("microphone")}
          shortcut="m"
          onClick={toggleMicrophone}
        />
      )}
      {maySend(room.me, "camera") && (
        <Tool
          icon={on("camera") ? <VideoCameraOutlined /> : <VideoCameraAddOutlined />}
          label={held("camera") ? t("rooms-camera-by-host") : on("camera") ? t("rooms-camera-stop") : t("rooms-camera-start")}
          pressed={on("camera")}
          disabled={held("camera")}
          shortcut="v"
          onClick={() => {
            togglePicture("camera");
          }}
        />
      )}
      {maySend(room.me, "screen") && (
        <Tool
          icon={<DesktopOutlined />}
          label={held("screen") ? t("rooms-screen-by-host") : on("screen") ? t("rooms-screen-stop") : t("rooms-screen-share")}
          pressed={on("screen")}
          disabled={held("screen")}
          shortcut="s"
          onClick={() => {
            togglePicture("screen");
          }}
        />
      )}
    </>
  );
}
