import { AudioOutlined, DesktopOutlined, VideoCameraOutlined } from "@ant-design/icons";

import type { Call, Participant, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./parts.module.css";
import { HandUp, Menu, Muted } from "./person";
import { Viewers } from "./Viewers";
import { useHostMenu } from "./useHostMenu";

/** Who is on the stage, by name; and the viewers, page by page. */
export function PeoplePanel({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.panel}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("rooms-people")}>
        <h3 className={styles.heading}>{t("rooms-on-stage")}</h3>
        <ul>
          {room.participants.map((one) => (
            <OnStage key={one.id} call={call} room={room} one={one} />
          ))}
        </ul>
        {room.participants.length === 0 && <p className={styles.empty}>{t("rooms-nobody-on-stage")}</p>}
        <h3 className={styles.heading}>{t("rooms-viewers-heading", { count: format.number(room.viewers) })}</h3>
        <Viewers call={call} room={room} />
      </div>
    </div>
  );
}

function OnStage({ call, room, one }: { call: Call; room: RoomView; one: Participant }) {
  const t = useT();
  const microphone = one.tracks.find(({ source }) => source === "microphone");
  const heard = microphone && !microphone.muted && !microphone.muted_by_host;
  const sends = (source: string) => one.tracks.some((track) => track.source === source);
  return (
    <li className={styles.person}>
      <span>
        <span>
          {one.name}
          {one.id === room.me.participant && ` (${t("rooms-me")})`}
        </span>
        <small>{[t(`rooms-role-${one.role}`), one.organisation].filter(Boolean).join(" · ")}</small>
      </span>
      <div>
        {!one.online && <small>{t("rooms-away")}</small>}
        {room.hands.some(({ participant }) => participant === one.id) && <HandUp />}
        {sends("screen") && <DesktopOutlined aria-label={t("rooms-shares-screen")} />}
        {sends("camera") && <VideoCameraOutlined aria-label={t("rooms-camera-on")} />}
        {microphone && (heard ? <AudioOutlined aria-label={t("rooms-microphone-on")} /> : <Muted />)}
        <HostMenu call={call} room={room} one={one} />
      </div>
    </li>
  );
}

function HostMenu({ call, room, one }: { call: Call; room: RoomView; one: Participant }) {
  return <Menu name={one.name} items={useHostMenu(call, room, one)} />;
}
