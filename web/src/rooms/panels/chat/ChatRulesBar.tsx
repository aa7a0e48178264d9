import { Select, Switch } from "antd";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

const PAUSES = [0, 5, 15, 30, 60];

/** The rules of the chat, for those who run the room. */
export function ChatRulesBar({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  if (!room.me.grants.moderate) return null;
  const rules = room.state.chat;
  const set = (change: Partial<typeof rules>) => {
    act(() => call.desk.host.chatRules({ ...rules, ...change }));
  };
  return (
    <div className={styles.head}>
      <label className={styles.inline}>
        <Switch size="small" checked={!rules.off} onChange={(on) => { set({ off: !on }); }} /> {t("chat-rule-on")}
      </label>
      <Select
        size="small"
        aria-label={t("chat-rule-slow")}
        disabled={rules.off}
        value={rules.slow_s}
        onChange={(slow_s: number) => { set({ slow_s }); }}
        options={[...new Set([...PAUSES, rules.slow_s])].map((value) => ({ value, label: value === 0 ? t("chat-slow-none") : t("chat-slow", { seconds: value }) }))}
        popupMatchSelectWidth={false}
      />
    </div>
  );
}
