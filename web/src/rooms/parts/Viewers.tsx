import { useEffect, useState } from "react";

import type { Call, RoomView, RosterEntry } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { HandUp, Menu } from "./person";
import styles from "./parts.module.css";

/** The viewers page by page; the host brings one on the stage, or removes one. */
export function Viewers({ call, room }: { call: Call; room: RoomView }) {
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
              <>
                <button type="button" className={styles.small} onClick={() => { act(() => call.host.promote(entry.id, false)); }}>
                  {t("rooms-host-promote")}
                </button>
                <Menu name={entry.name} items={[{ key: "remove", danger: true, label: t("rooms-host-remove"), onClick: () => { act(() => call.host.remove(entry.id)); } }]} />
              </>
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
