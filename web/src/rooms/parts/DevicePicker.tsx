import { SettingOutlined } from "@ant-design/icons";
import { Popover, Select } from "antd";
import { useEffect, useState } from "react";

import { type Call, type Device, DeviceList, type RoomView, maySend, remember } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { useStore } from "../useStore";
import styles from "./parts.module.css";

interface Props {
  call: Call;
  room: RoomView;
  speakerId: string | undefined;
  onSpeaker: (id: string) => void;
}

/** Chooses camera, microphone and loudspeaker; a change goes live at once. */
export function DevicePicker(props: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="top"
      title={t("rooms-devices")}
      content={<Choices {...props} />}
    >
      <button type="button" className={styles.tool} aria-label={t("rooms-devices")} title={t("rooms-devices")} aria-expanded={open}>
        <SettingOutlined />
      </button>
    </Popover>
  );
}

function Choices({ call, room, speakerId, onSpeaker }: Props) {
  const t = useT();
  const act = useRoomAction();
  const [list] = useState(() => new DeviceList());
  const devices = useStore(list);
  useEffect(() => list.start(), [list]);
  return (
    <div className={styles.devices}>
      {maySend(room.me, "camera") && (
        <Choice label={t("rooms-device-camera")} devices={devices.cameras} onPick={(id) => { remember({ camera: id }); act(() => call.publish("camera", id)); }} />
      )}
      {maySend(room.me, "microphone") && (
        <Choice label={t("rooms-device-microphone")} devices={devices.microphones} onPick={(id) => { remember({ microphone: id }); act(() => call.publish("microphone", id)); }} />
      )}
      <Choice label={t("rooms-device-speaker")} devices={devices.speakers} value={speakerId} onPick={(id) => { remember({ speaker: id }); onSpeaker(id); }} />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  devices: Device[];
  value?: string | undefined;
  onPick: (id: string) => void;
}

function Choice({ label, devices, value, onPick }: ChoiceProps) {
  const t = useT();
  return (
    <label>
      <span>{label}</span>
      <Select
        aria-label={label}
        style={{ inlineSize: "100%" }}
        {...(value !== undefined && { value })}
        placeholder={t("rooms-device-default")}
        notFoundContent={t("rooms-device-none")}
        options={devices.map(({ id, label: name }, index) => ({ value: id, label: name || t("rooms-device-number", { number: index + 1 }) }))}
        onChange={onPick}
      />
    </label>
  );
}
