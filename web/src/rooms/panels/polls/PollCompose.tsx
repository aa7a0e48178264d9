import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import { useEffect, useRef, useState } from "react";

import type { Call } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

const FEWEST = 2;
const MOST = 10;

/** A poll as it is written: a question and two to ten answers. */
export function PollCompose({ call, onClose }: { call: Call; onClose: () => void }) {
  const t = useT();
  const act = useRoomAction();
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [multiple, setMultiple] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const texts = options.map((text) => text.trim()).filter(Boolean);
  const whole = question.trim() !== "" && texts.length >= FEWEST && new Set(texts).size === texts.length;
  const open = async () => {
    await call.desk.host.openPoll(question.trim(), texts, multiple);
    onClose();
  };
  const write = (index: number, text: string) => {
    setOptions((known) => known.map((one, at) => (at === index ? text : one)));
  };
  return (
    <form
      className={`${styles.card ?? ""} ${styles.form ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) act(open);
      }}
    >
      <input ref={field} type="text" maxLength={300} dir="auto" value={question} placeholder={t("polls-question")} aria-label={t("polls-question")} onChange={({ target }) => { setQuestion(target.value); }} />
      {options.map((text, index) => (
        <div key={index} className={styles.option}>
          <input type="text" maxLength={200} dir="auto" value={text} placeholder={t("polls-option", { number: index + 1 })} aria-label={t("polls-option", { number: index + 1 })} onChange={({ target }) => { write(index, target.value); }} />
          {options.length > FEWEST && (
            <button type="button" className={parts.small} aria-label={t("polls-option-remove", { number: index + 1 })} onClick={() => { setOptions((known) => known.filter((_, at) => at !== index)); }}>
              <DeleteOutlined />
            </button>
          )}
        </div>
      ))}
      {options.length < MOST && (
        <button type="button" className={parts.small} onClick={() => { setOptions((known) => [...known, ""]); }}>
          <PlusOutlined aria-hidden="true" /> {t("polls-option-add")}
        </button>
      )}
      <Checkbox checked={multiple} onChange={({ target }) => { setMultiple(target.checked); }}>
        {t("polls-multiple")}
      </Checkbox>
      <div className={styles.acts}>
        <button type="submit" className={`${parts.small ?? ""} ${styles.go ?? ""}`} disabled={!whole}>
          {t("polls-open")}
        </button>
        <button type="button" className={parts.small} onClick={onClose}>
          {t("rooms-cancel")}
        </button>
      </div>
    </form>
  );
}
