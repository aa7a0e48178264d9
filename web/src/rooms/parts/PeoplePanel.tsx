import { AudioMutedOutlined, AudioOutlined, DesktopOutlined, MoreOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";
import { useEffect, useState } from "react";

import type { Call, Participant, RoomView, RosterEntry } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import styles from "./parts.module.css";
import { HandIcon } from "./HandButton";
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

function Muted() {
  const t = useT();
  return (
    <span className={styles.state}>
      <AudioMutedOutlined aria-hidden="true" /> {t("rooms-muted")}
    </span>
  );
}

function HandUp() {
  const t = useT();
  return (
    <span className={styles.state}>
      <HandIcon /> {t("rooms-hand-up")}
    </span>
  );
}

function HostMenu({ call, room, one }: { call: Call; room: RoomView; one: Participant }) {
  const t = useT();
  const items = useHostMenu(call, room, one);
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button type="button" className={styles.small} aria-label={t("rooms-host-menu", { name: one.name })}>
        <MoreOutlined />
      </button>
    </Dropdown>
  );
}

function Viewers({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const [entries, setEntries] = useState<RosterEntry[]>([]);
  const [more, setMore] = useState(false);
  const { viewers } = room;
  useEffect(() => {
    let current = true;
    call.roster(null, null).then(
      (reply) => {
        if (!current || reply.type !== "roster") return;
        setEntries(reply.viewers);
        setMore(reply.more);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [call, viewers]);
  const next = () => {
    act(async () => {
      const reply = await call.roster(entries.at(-1)?.id ?? null, null);
      if (reply.type !== "roster") return;
      setEntries((known) => [...known, ...reply.viewers]);
      setMore(reply.more);
    });
  };
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id} className={styles.person}>
          <span>
            <span>{entry.name}</span>
            <small>{entry.organisation}</small>
          </span>
          <div>
            {room.hands.some(({ participant }) => participant === entry.id) && <HandUp />}
            {room.me.grants.moderate && (
              <button type="button" className={styles.small} onClick={() => { act(() => call.host.promote(entry.id, false)); }}>
                {t("rooms-host-promote")}
              </button>
            )}
          </div>
        </li>
      ))}
      {more && (
        <li>
          <button type="button" className={styles.small} onClick={next}>
            {t("rooms-roster-more")}
          </button>
        </li>
      )}
    </ul>
  );
}
