import { ArrowLeftOutlined, LockOutlined } from "@ant-design/icons";
import { Popconfirm } from "antd";
import { useEffect, useRef } from "react";

import type { Call, Conversation, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { WriteLine } from "../WriteLine";
import styles from "../panels.module.css";
import { seenOf } from "./seen";

interface Props {
  call: Call;
  room: RoomView;
  talk: Conversation;
  onBack: () => void;
}

/** What two people wrote to each other. */
export function TalkThread({ call, talk, onBack }: Props) {
  const t = useT();
  const act = useRoomAction();
  const { person, lines } = talk;
  useSeen(call, person, lines.length);
  return (
    <div className={parts.panel}>
      <div className={styles.head}>
        <button type="button" className={parts.small} aria-label={t("talks-back")} title={t("talks-back")} onClick={onBack}>
          <ArrowLeftOutlined />
        </button>
        <span className={styles.named}>
          <b>{talk.name}</b>
          <small>{talk.organisation}</small>
        </span>
        {talk.state !== "closed" && (
          <Popconfirm title={t("talks-end-question")} okText={t("talks-end")} cancelText={t("rooms-cancel")} onConfirm={() => { act(() => call.desk.endPrivate(person)); }}>
            <button type="button" className={parts.small}>
              {t("talks-end")}
            </button>
          </Popconfirm>
        )}
      </div>
      <Lines talk={talk} />
      {talk.state === "open" ? (
        <WriteLine label={t("talks-write", { name: talk.name })} send={t("rooms-chat-send")} most={2000} onSend={(text) => call.desk.sayPrivate(person, text)} />
      ) : (
        <p className={styles.closed}>{t(`talks-state-${talk.state}`)}</p>
      )}
    </div>
  );
}

function Lines({ talk: { person, name, lines } }: { talk: Conversation }) {
  const t = useT();
  const format = useFormat();
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  }, [lines.length]);
  return (
    <div ref={scroll} className={parts.scroll} role="log" aria-label={t("talks-with", { name })} tabIndex={0}>
      {lines.length === 0 && (
        <p className={parts.empty}>
          <LockOutlined aria-hidden="true" /> {t("talks-note")}
        </p>
      )}
      <ol>
        {lines.map((line) => {
          const at = new Date(line.at).toISOString();
          return (
            <li key={line.id} className={line.person === person ? parts.line : `${parts.line ?? ""} ${parts.own ?? ""}`}>
              <header>
                <b>{line.person === person ? name : t("rooms-me")}</b>
                <time dateTime={at}>{format.time(at)}</time>
              </header>
              <p dir="auto">{line.text}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** What is on screen is read. */
function useSeen(call: Call, person: string, lines: number): void {
  useEffect(() => {
    const seen = seenOf(call);
    const mark = () => {
      seen.set({ ...seen.get(), [person]: call.now() });
    };
    mark();
    return mark;
  }, [call, person, lines]);
}
