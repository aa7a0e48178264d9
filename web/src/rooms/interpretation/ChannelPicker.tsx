import { GlobalOutlined } from "@ant-design/icons";
import { Popover, Radio, Slider } from "antd";

import { type Call, type RoomView, channelsOf } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../parts/parts.module.css";
import { ChannelsOfRoom } from "./ChannelsOfRoom";
import styles from "./interpretation.module.css";
import { useLanguageName } from "./languageName";
import type { Listening } from "./useListening";

interface Props {
  call: Call;
  room: RoomView;
  listening: Listening;
}

/** Chooses between the floor and the languages that are interpreted; there once a room has any. */
export function ChannelPicker({ call, room, listening }: Props) {
  const t = useT();
  const name = useLanguageName();
  const channels = channelsOf(listening.interpretation);
  const moderates = room.me.grants.moderate;
  if (channels.length === 0 && !moderates) return null;
  const chosen = channels.find(({ id }) => id === listening.interpretation.listening);
  const label = chosen ? name(chosen.language) : t("interpretation-floor");
  const silent = chosen !== undefined && !chosen.live;
  return (
    <>
      <Popover trigger="click" placement="top" title={t("interpretation-title")} content={<Choices call={call} room={room} listening={listening} />}>
        <button type="button" className={parts.tool} aria-label={t("interpretation-listening", { language: label })} title={t("interpretation-title")} data-testid="channel-picker">
          <GlobalOutlined aria-hidden="true" />
          <span className={parts.toolWord}>{label}</span>
        </button>
      </Popover>
      <span role="status">{silent && <span className={styles.silent}>{t("interpretation-nobody-now")}</span>}</span>
    </>
  );
}

function Choices({ call, room, listening }: Props) {
  const t = useT();
  const format = useFormat();
  const name = useLanguageName();
  const { interpretation, floorUnder } = listening;
  const channels = channelsOf(interpretation);
  return (
    <div className={styles.choices}>
      <Radio.Group
        value={interpretation.listening ?? "floor"}
        onChange={({ target }) => { listening.choose(target.value === "floor" ? undefined : (target.value as string)); }}
        aria-label={t("interpretation-title")}
      >
        <Radio value="floor">{t("interpretation-floor")}</Radio>
        {channels.map(({ id, language, live }) => (
          <Radio key={id} value={id}>
            <bdi lang={language}>{name(language)}</bdi> <small>{t(live ? "interpretation-live" : "interpretation-nobody")}</small>
          </Radio>
        ))}
      </Radio.Group>
      {interpretation.listening && (
        <label>
          <span>{t("interpretation-floor-under", { share: format.percent(floorUnder) })}</span>
          <Slider min={0} max={1} step={0.05} value={floorUnder} onChange={listening.setFloorUnder} tooltip={{ formatter: (value) => format.percent(value ?? 0) }} />
        </label>
      )}
      {room.me.grants.moderate && <ChannelsOfRoom call={call} booths={interpretation.booths} />}
    </div>
  );
}
