import { AudioOutlined, DesktopOutlined, VideoCameraOutlined } from "@ant-design/icons";

import type { Call, Participant, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { HandUp, Menu, Muted } from "../../parts/person";
import { useHostMenu } from "../../parts/useHostMenu";
import { LineMark } from "./LineMark";
import { useOwnPerson } from "./useOwnPerson";
import { usePersonMenu } from "./usePersonMenu";

/** A listed participant: what it is here, what it sends, how its line holds, and what one can do with it. */
export function PersonRow({ call, room, one }: { call: Call; room: RoomView; one: Participant }) {
  const t = useT();
  const own = one.id === room.me.participant;
  const microphone = one.tracks.find(({ source }) => source === "microphone");
  const heard = microphone && !microphone.muted && !microphone.muted_by_host;
  const sends = (source: string) => one.tracks.some((track) => track.source === source);
  const anyone = usePersonMenu(call, room, useOwnPerson());
  const host = useHostMenu(call, room, one);
  const items = one.machine ? host : [...anyone(one), ...host];
  const role = one.grants.moderate && one.role !== "host" ? "cohost" : one.role;
  return (
    <li className={parts.person}>
      <span>
        <span>
          {one.name}
          {own && ` (${t("rooms-me")})`}
        </span>
        <small>{[t(one.machine ? "people-machine" : `rooms-role-${role}`), one.organisation].filter(Boolean).join(" · ")}</small>
      </span>
      <div>
        {!one.online && <small>{t("rooms-away")}</small>}
        {room.hands.some(({ participant }) => participant === one.id) && <HandUp />}
        {sends("screen") && <DesktopOutlined aria-label={t("rooms-shares-screen")} />}
        {sends("camera") && <VideoCameraOutlined aria-label={t("rooms-camera-on")} />}
        {microphone && (heard ? <AudioOutlined aria-label={t("rooms-microphone-on")} /> : <Muted />)}
        {room.me.grants.moderate && <LineMark room={room} participant={one.id} />}
        <Menu name={one.name} items={items} />
      </div>
    </li>
  );
}
