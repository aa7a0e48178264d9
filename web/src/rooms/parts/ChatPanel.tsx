import { SendOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";

import type { Call, ChatLine, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
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
            <Line key={line.id} line={line} own={line.participant === room.me.participant} />
          ))}
        </ol>
      </div>
      {room.me.grants.chat && <Compose call={call} />}
    </div>
  );
}

function Line({ line, own }: { line: ChatLine; own: boolean }) {
  const t = useT();
  const format = useFormat();
  const at = new Date(line.at).toISOString();
  return (
    <li className={own ? `${styles.line ?? ""} ${styles.own ?? ""}` : styles.line}>
      <header>
        <b>{line.name}</b>
        {line.role !== "viewer" && <span>{t(`rooms-role-${line.role}`)}</span>}
        <time dateTime={at}>{format.time(at)}</time>
      </header>
      <p dir="auto">{line.text}</p>
    </li>
  );
}

function Compose({ call }: { call: Call }) {
  const t = useT();
  const act = useRoomAction();
  const [draft, setDraft] = useState("");
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    const text = draft.trim();
    if (!text) return;
    setDraft("");
    act(() =>
      call.chat(text).catch((error: unknown) => {
        setDraft((now) => now || text);
        throw error;
      }),
    );
  };
  return (
    <form className={styles.compose} onSubmit={send}>
      <input
        value={draft}
        maxLength={2000}
        dir="auto"
        placeholder={t("rooms-chat-write")}
        aria-label={t("rooms-chat-write")}
        onChange={({ target }) => {
          setDraft(target.value);
        }}
      />
      <button type="submit" className={styles.tool} aria-label={t("rooms-chat-send")} disabled={!draft.trim()}>
        <SendOutlined />
      </button>
    </form>
  );
}
