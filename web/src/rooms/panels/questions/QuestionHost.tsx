import { MoreOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";

import type { Call, Question } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** What a moderator does with a question: the next step as a button, the rest in a menu. */
export function QuestionHost({ call, question, onWrite }: { call: Call; question: Question; onWrite: () => void }) {
  const t = useT();
  const act = useRoomAction();
  const { host } = call.desk;
  const { id, state, pinned } = question;
  const step = {
    pending: { label: t("questions-publish"), to: "open" },
    open: { label: t("questions-answer-live"), to: "live" },
    live: { label: t("questions-done"), to: "answered" },
    answered: undefined,
  } as const;
  const next = step[state];
  const items = [
    { key: "pin", label: t(pinned ? "questions-unpin" : "questions-pin"), onClick: () => { act(() => host.pin(id, !pinned)); } },
    ...(state === "answered" || state === "live"
      ? [{ key: "reopen", label: t("questions-reopen"), onClick: () => { act(() => host.answer(id, "open")); } }]
      : [{ key: "done", label: t("questions-done"), onClick: () => { act(() => host.answer(id, "answered")); } }]),
    { key: "dismiss", danger: true, label: t("questions-dismiss"), onClick: () => { act(() => host.dismiss(id)); } },
  ];
  return (
    <div className={styles.acts}>
      {next && (
        <button type="button" className={parts.small} onClick={() => { act(() => host.answer(id, next.to)); }}>
          {next.label}
        </button>
      )}
      {state !== "answered" && (
        <button type="button" className={parts.small} onClick={onWrite}>
          {t("questions-answer-text")}
        </button>
      )}
      <Dropdown trigger={["click"]} menu={{ items }}>
        <button type="button" className={parts.small} aria-label={t("questions-more", { text: question.text })}>
          <MoreOutlined />
        </button>
      </Dropdown>
    </div>
  );
}
