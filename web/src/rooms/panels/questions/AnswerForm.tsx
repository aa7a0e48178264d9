import { useEffect, useRef, useState } from "react";

import type { Call, Question } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** A written answer, which everybody reads below the question. */
export function AnswerForm({ call, question, onClose }: { call: Call; question: Question; onClose: () => void }) {
  const t = useT();
  const act = useRoomAction();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = async () => {
    await call.desk.host.answer(question.id, "answered", text.trim());
    onClose();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) act(send);
      }}
      onKeyDown={({ key }) => { if (key === "Escape") onClose(); }}
    >
      <textarea ref={field} rows={3} maxLength={2000} dir="auto" value={text} aria-label={t("questions-answer-text")} onChange={({ target }) => { setText(target.value); }} />
      <div className={styles.acts}>
        <button type="submit" className={`${parts.small ?? ""} ${styles.go ?? ""}`} disabled={!text.trim()}>
          {t("questions-answer-send")}
        </button>
        <button type="button" className={parts.small} onClick={onClose}>
          {t("rooms-cancel")}
        </button>
      </div>
    </form>
  );
}
