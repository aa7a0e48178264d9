import { DeleteOutlined } from "@ant-design/icons";
import { Popconfirm } from "antd";

import type { Call, Poll } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** What a moderator does with a poll. */
export function PollHost({ call, poll }: { call: Call; poll: Poll }) {
  const t = useT();
  const act = useRoomAction();
  const { host } = call.desk;
  return (
    <div className={styles.acts}>
      <button type="button" className={parts.small} aria-pressed={poll.shown} onClick={() => { act(() => host.showPoll(poll.id, !poll.shown)); }}>
        {t(poll.shown ? "polls-hide" : "polls-show")}
      </button>
      {poll.open && (
        <button type="button" className={parts.small} onClick={() => { act(() => host.closePoll(poll.id)); }}>
          {t("polls-close")}
        </button>
      )}
      <Popconfirm title={t("polls-drop-question")} okText={t("polls-drop")} cancelText={t("rooms-cancel")} onConfirm={() => { act(() => host.dropPoll(poll.id)); }}>
        <button type="button" className={parts.small} aria-label={t("polls-drop")} title={t("polls-drop")}>
          <DeleteOutlined />
        </button>
      </Popconfirm>
    </div>
  );
}
