import { useEffect, useState } from "react";

import type { Call, RoomView, RosterEntry } from "@/call";
import { useT } from "@/i18n/useT";
import { LineMark } from "../panels/people/LineMark";
import { useOwnPerson } from "../panels/people/useOwnPerson";
import { usePersonMenu } from "../panels/people/usePersonMenu";
import { useRemoval } from "../panels/people/useRemoval";
import { useRoomAction } from "../useRoomAction";
import { HandUp, Menu } from "./person";
import styles from "./parts.module.css";

interface Props {
  call: Call;
  room: RoomView;
  /** Only whose name or organisation contains this. */
  query?: string;
}

/** The viewers page by page; the host brings one on the stage, or removes one. */
export function Viewers({ call, room, query = "" }: Props) {
  const t = useT();
  const act = useRoomAction();
  const [entries, setEntries] = useState<RosterEntry[]>([]);
  const [more, setMore] = useState(false);
  const { viewers } = room;
  const wanted = query.trim() || null;
  useEffect(() => {
    let current = true;
    call.roster(null, wanted).then(
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
  }, [call, viewers, wanted]);
  const next = () => {
    act(async () => {
      const reply = await call.roster(entries.at(-1)?.id ?? null, wanted);
      if (reply.type !== "roster") return;
      setEntries((known) => [...known, ...reply.viewers]);
      setMore(reply.more);
    });
  };
  return (
    <ul>
      {entries.map((entry) => (
        <Viewer key={entry.id} call={call} room={room} entry={entry} />
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

function Viewer({ call, room, entry }: { call: Call; room: RoomView; entry: RosterEntry }) {
  const t = useT();
  const act = useRoomAction();
  const remove = useRemoval(call);
  const anyone = usePersonMenu(call, room, useOwnPerson());
  const { moderate } = room.me.grants;
  const away = room.breakouts.some(({ parties }) => parties.some(({ participant, state }) => participant === entry.id && state === "away"));
  const run = (key: string, work: () => Promise<unknown>) => ({ key, label: t(`people-${key}`), onClick: () => { act(work); } });
  const host = [
    run("chat-mute", () => call.desk.host.muteChat(entry.id, true)),
    run("chat-unmute", () => call.desk.host.muteChat(entry.id, false)),
    { key: "remove", danger: true, label: t("rooms-host-remove"), onClick: () => { remove(entry); } },
  ];
  return (
    <li className={styles.person}>
      <span>
        <span>
          {entry.name}
          {entry.id === room.me.participant && ` (${t("rooms-me")})`}
        </span>
        <small>{entry.organisation}</small>
      </span>
      <div>
        {room.hands.some(({ participant }) => participant === entry.id) && <HandUp />}
        {moderate && <LineMark room={room} participant={entry.id} />}
        {away && <small>{t("breakout-state-away")}</small>}
        {moderate && !away && (
          <button type="button" className={styles.small} onClick={() => { act(() => call.host.promote(entry.id, false)); }}>
            {t("rooms-host-promote")}
          </button>
        )}
        <Menu name={entry.name} items={[...anyone(entry), ...(moderate ? host : [])]} />
      </div>
    </li>
  );
}
