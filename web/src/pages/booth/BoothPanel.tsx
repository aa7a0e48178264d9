import { LogoutOutlined, SwapOutlined } from "@ant-design/icons";
import { Select } from "antd";

import type { Booth, Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useLanguageName } from "@/rooms/interpretation/languageName";
import { useShortcuts } from "@/rooms/panels/shortcuts";
import { useRoomAction } from "@/rooms/useRoomAction";
import { Handover } from "./Handover";
import { Legend } from "./Legend";
import { OnAir } from "./OnAir";
import styles from "./booth.module.css";
import { standing } from "./standing";

export interface BoothProps {
  call: Call;
  room: RoomView;
  booth: Booth;
}

/** The switches of one booth: on air, into which language, who of the two, and what it is interpreted from. */
export function BoothPanel(props: BoothProps) {
  const t = useT();
  const { call, room, booth } = props;
  useShortcuts();
  const mine = standing(room, booth);
  return (
    <>
      <OnAir call={call} room={room} booth={booth} />
      <Direction {...props} />
      <Handover call={call} room={room} booth={booth} />
      <Relay {...props} />
      <div className={styles.foot}>
        <Legend />
        <LeaveBooth call={call} active={mine.active} label={t("booth-leave")} />
      </div>
    </>
  );
}

function Direction({ call, room, booth }: BoothProps) {
  const t = useT();
  const act = useRoomAction();
  const name = useLanguageName();
  const { active } = standing(room, booth);
  const other = booth.channels.find(({ id }) => id !== booth.direction);
  return (
    <div className={styles.line} role="group" aria-label={t("booth-direction")}>
      <span>{t("booth-direction")}</span>
      {booth.channels.map((channel) => (
        <button
          key={channel.id}
          type="button"
          aria-pressed={channel.id === booth.direction}
          disabled={!active || channel.id === booth.direction}
          onClick={() => { act(() => call.booth.direct(channel.id)); }}
        >
          → {name(channel.language)}
        </button>
      ))}
      {other && (
        <button type="button" disabled={!active} aria-keyshortcuts="d" aria-label={t("booth-turn")} title={t("booth-turn")} onClick={() => { act(() => call.booth.direct(other.id)); }}>
          <SwapOutlined />
        </button>
      )}
    </div>
  );
}

function Relay({ call, room, booth }: BoothProps) {
  const t = useT();
  const act = useRoomAction();
  const name = useLanguageName();
  const others = room.booths.filter(({ id }) => id !== booth.id).flatMap(({ channels }) => channels);
  const options = [
    { value: "floor", label: t("interpretation-floor") },
    ...others.map(({ id, language, live }) => ({ value: id, label: `${name(language)} ${live ? "" : `(${t("interpretation-nobody")})`}` })),
  ];
  return (
    <label className={styles.line}>
      <span>{t("booth-relay")}</span>
      <Select
        aria-label={t("booth-relay")}
        value={booth.relay ?? "floor"}
        options={options}
        onChange={(value) => { act(() => call.booth.relay(value === "floor" ? undefined : value)); }}
      />
    </label>
  );
}

function LeaveBooth({ call, active, label }: { call: Call; active: boolean; label: string }) {
  const act = useRoomAction();
  return (
    <button type="button" className={styles.leave} data-active={active} onClick={() => { act(() => call.booth.leave()); }}>
      <LogoutOutlined aria-hidden="true" /> {label}
    </button>
  );
}
