import { DeleteOutlined } from "@ant-design/icons";
import { useEffect, useRef } from "react";

import type { Call, ChatLine, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { ChatCompose } from "../panels/chat/ChatCompose";
import { ChatRulesBar } from "../panels/chat/ChatRulesBar";
import { useRoomAction } from "../useRoomAction";
import styles from "./parts.module.css";

/** The room's chat, newest at the foot; stays where the reader scrolled to. */
export function ChatPanel({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const scroll = useRef<HTMLDivElement>(null);
  const atFoot = useRef(true);
  const count = room.chat.length;
  useEffect(() => {
    const list = scroll.current;
    if (list && atFoot.current) list.scrollTop = list.scrollHeight;
  }, [count]);
  return (
    <div className={styles.panel}>
      <ChatRulesBar call={call} room={room} />
      <div
        ref={scroll}
        className={styles.scroll}
        role="log"
        aria-label={t("rooms-chat")}
        tabIndex={0}
        onScroll={({ currentTarget: list }) => {
          atFoot.current = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
        }}
      >
        {count === 0 && <p className={styles.empty}>{t("rooms-chat-empty")}</p>}
        <ol>
          {room.chat.map((line) => (
            <Line key={line.id} call={call} room={room} line={line} />
          ))}
        </ol>
      </div>
      {room.me.grants.chat && <ChatCompose call={call} room={room} />}
    </div>
  );
}

function Line({ call, room, line }: { call: Call; room: RoomView; line: ChatLine }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const at = new Date(line.at).toISOString();
  const own = line.participant === room.me.participant;
  return (
    <li className={own ? `${styles.line ?? ""} ${styles.own ?? ""}` : styles.line}>
      <header>
        <b>{line.name}</b>
        {line.role !== "viewer" && <span>{t(`rooms-role-${line.role}`)}</span>}
        <time dateTime={at}>{format.time(at)}</time>
        {room.me.grants.moderate && (
          <button
            type="button"
            className={styles.lineAct}
            aria-label={t("chat-delete", { name: line.name })}
            title={t("chat-delete", { name: line.name })}
            onClick={() => { act(() => call.desk.host.deleteLine(line.id)); }}
          >
            <DeleteOutlined />
          </button>
        )}
      </header>
      <p dir="auto">{line.text}</p>
    </li>
  );
}
