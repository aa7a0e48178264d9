import { LockOutlined } from "@ant-design/icons";
import { useState } from "react";

import type { Call, Conversation } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { useStore } from "../../useStore";
import type { PanelProps } from "../panel";
import styles from "../panels.module.css";
import { TalkThread } from "./TalkThread";
import { seenOf, unreadIn } from "./seen";

const ORDER: Record<Conversation["state"], number> = { invited: 0, open: 1, asked: 2, closed: 3 };

/** Private messages: with whom, who asks for them, and the one that is open. */
export function TalksPanel({ call, room }: PanelProps) {
  const t = useT();
  const [chosen, setChosen] = useState<string>();
  const talk = room.own.private.find(({ person }) => person === chosen);
  if (talk) return <TalkThread call={call} room={room} talk={talk} onBack={() => { setChosen(undefined); }} />;
  const talks = [...room.own.private].sort((a, b) => ORDER[a.state] - ORDER[b.state] || last(b) - last(a));
  return (
    <div className={parts.panel}>
      <p className={`${styles.note ?? ""} ${styles.first ?? ""}`}>
        <LockOutlined aria-hidden="true" /> {t("talks-note")}
      </p>
      <div className={parts.scroll} tabIndex={0} role="region" aria-label={t("talks-title")}>
        {talks.length === 0 && <p className={parts.empty}>{t("talks-empty")}</p>}
        <ul>
          {talks.map((one) => (
            <Row key={one.person} call={call} talk={one} onOpen={() => { setChosen(one.person); }} />
          ))}
        </ul>
      </div>
    </div>
  );
}

const last = ({ lines }: Conversation): number => lines.at(-1)?.at ?? 0;

function Row({ call, talk, onOpen }: { call: Call; talk: Conversation; onOpen: () => void }) {
  const t = useT();
  const format = useFormat();
  const unread = unreadIn(talk, useStore(seenOf(call)));
  return (
    <li className={parts.person}>
      <span>
        <span>{talk.name}</span>
        <small>{[talk.organisation, talk.state === "open" ? talk.lines.at(-1)?.text : t(`talks-state-${talk.state}`)].filter(Boolean).join(" · ")}</small>
      </span>
      <div>
        {unread > 0 && (
          <em className={styles.badge} title={t("panels-unread", { count: unread })}>
            {format.number(unread)}
          </em>
        )}
        {talk.state === "invited" && <Answer call={call} talk={talk} onOpen={onOpen} />}
        {(talk.state === "open" || talk.lines.length > 0) && (
          <button type="button" className={parts.small} aria-label={t("talks-open-with", { name: talk.name })} onClick={onOpen}>
            {t("talks-open")}
          </button>
        )}
      </div>
    </li>
  );
}

function Answer({ call, talk, onOpen }: { call: Call; talk: Conversation; onOpen: () => void }) {
  const t = useT();
  const act = useRoomAction();
  const accept = async () => {
    await call.desk.answerPrivate(talk.person, true);
    onOpen();
  };
  return (
    <>
      <button type="button" className={`${parts.small ?? ""} ${styles.go ?? ""}`} onClick={() => { act(accept); }}>
        {t("talks-accept")}
      </button>
      <button type="button" className={parts.small} onClick={() => { act(() => call.desk.answerPrivate(talk.person, false)); }}>
        {t("talks-decline")}
      </button>
    </>
  );
}
