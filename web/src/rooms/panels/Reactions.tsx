import { SmileOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { useEffect, useRef, useState } from "react";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../parts/parts.module.css";
import { REACTIONS } from "./emoji";
import styles from "./panels.module.css";
import { full, take } from "./rate";

/** Five at once, then one every one and a half seconds: applause of four hundred stays a picture, not a storm. */
const RATE = { size: 5, refillMs: 1500 };

/** The row of reactions; it pauses, and says so, when somebody is too fond of it. */
export function Reactions({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const bucket = useRef(full(RATE, 0));
  const [waiting, setWaiting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => { clearTimeout(timer.current); }, []);
  if (!room.me.grants.chat) return null;
  const react = (emoji: string) => {
    const taken = take(bucket.current, RATE, Date.now());
    bucket.current = taken.bucket;
    if (taken.waitMs === 0) call.react(emoji);
    const next = take(taken.bucket, RATE, Date.now()).waitMs;
    if (next === 0) return;
    setWaiting(true);
    timer.current = setTimeout(() => { setWaiting(false); }, next);
  };
  const row = (
    <div className={styles.reactions} role="group" aria-label={t("panels-react")}>
      {REACTIONS.map(({ emoji, name, mark }) => (
        <button key={emoji} type="button" title={t(name)} aria-label={t(name)} aria-disabled={waiting} onClick={() => { react(emoji); }}>
          {mark}
        </button>
      ))}
      <small role="status">{waiting && t("panels-react-slower")}</small>
    </div>
  );
  return (
    <Popover trigger="click" placement="top" content={row}>
      <button type="button" className={parts.tool} aria-label={t("panels-react")} title={t("panels-react")} aria-keyshortcuts="r">
        <SmileOutlined />
      </button>
    </Popover>
  );
}
