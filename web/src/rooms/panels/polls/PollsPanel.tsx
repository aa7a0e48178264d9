import { PlusOutlined } from "@ant-design/icons";
import { useState } from "react";

import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import type { PanelProps } from "../panel";
import styles from "../panels.module.css";
import { PollCard } from "./PollCard";
import { PollCompose } from "./PollCompose";

/** The polls of a room: what is asked now, and what was asked before. */
export function PollsPanel({ call, room }: PanelProps) {
  const t = useT();
  const [composing, setComposing] = useState(false);
  const polls = [...room.polls].reverse();
  const now = polls.filter(({ open }) => open);
  const past = polls.filter(({ open }) => !open);
  const { moderate } = room.me.grants;
  return (
    <div className={parts.panel}>
      <div className={parts.scroll} tabIndex={0} role="region" aria-label={t("polls-title")}>
        {composing && <PollCompose call={call} onClose={() => { setComposing(false); }} />}
        {polls.length === 0 && !composing && <p className={parts.empty}>{t(moderate ? "polls-empty-host" : "polls-empty")}</p>}
        <ol className={styles.cards}>
          {now.map((poll) => (
            <PollCard key={poll.id} call={call} room={room} poll={poll} />
          ))}
        </ol>
        {past.length > 0 && <h3 className={`${parts.heading ?? ""} ${styles.past ?? ""}`}>{t("polls-past")}</h3>}
        <ol className={styles.cards}>
          {past.map((poll) => (
            <PollCard key={poll.id} call={call} room={room} poll={poll} />
          ))}
        </ol>
      </div>
      {moderate && !composing && (
        <div className={styles.foot}>
          <button type="button" className={parts.tool} onClick={() => { setComposing(true); }}>
            <PlusOutlined aria-hidden="true" /> {t("polls-new")}
          </button>
        </div>
      )}
    </div>
  );
}
