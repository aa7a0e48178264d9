import { useState } from "react";

import { type Call, RoomError, type RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { WriteLine } from "../WriteLine";
import styles from "../panels.module.css";
import { useSecondsUntil } from "../useSecondsUntil";

/** Writes to everyone, or says why one can't: the chat is off, one is kept from it, or has to wait a moment. */
export function ChatCompose({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const [free, setFree] = useState(0);
  const { off, slow_s: pause } = room.state.chat;
  const bound = !room.me.grants.moderate;
  const rest = useSecondsUntil(bound && pause > 0 ? free : 0, call);
  if (bound && off) return <p className={styles.closed}>{t("chat-is-off")}</p>;
  if (bound && room.own.chat_muted) return <p className={styles.closed}>{t("chat-is-muted")}</p>;
  const send = async (text: string) => {
    try {
      await call.chat(text);
      setFree(call.now() + pause * 1000);
    } catch (error) {
      if (error instanceof RoomError && error.code === "slow-mode") setFree(call.now() + (error.retryAfterMs ?? 0));
      throw error;
    }
  };
  return (
    <WriteLine
      label={t("rooms-chat-write")}
      send={t("rooms-chat-send")}
      most={2000}
      note={bound && pause > 0 ? t("chat-is-slow", { seconds: pause }) : undefined}
      hold={rest > 0 ? t("chat-wait", { seconds: format.number(rest) }) : undefined}
      onSend={send}
    />
  );
}
