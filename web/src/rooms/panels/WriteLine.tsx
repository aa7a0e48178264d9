import { SendOutlined } from "@ant-design/icons";
import { useState } from "react";

import parts from "../parts/parts.module.css";
import { useRoomAction } from "../useRoomAction";
import styles from "./panels.module.css";

interface Props {
  label: string;
  send: string;
  most: number;
  /** Stands above the field: what happens to what is written. */
  note?: string | undefined;
  /** Keeps the field from sending, and says so in its button's place. */
  hold?: string | undefined;
  onSend: (text: string) => Promise<unknown>;
}

/** One line to write and send; what the room refuses comes back into the field. */
export function WriteLine({ label, send, most, note, hold, onSend }: Props) {
  const act = useRoomAction();
  const [draft, setDraft] = useState("");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const text = draft.trim();
    if (!text || hold) return;
    setDraft("");
    act(() =>
      onSend(text).catch((error: unknown) => {
        setDraft((now) => now || text);
        throw error;
      }),
    );
  };
  return (
    <>
      {note && <p className={styles.note}>{note}</p>}
      <form className={parts.compose} onSubmit={submit}>
        <input value={draft} maxLength={most} dir="auto" placeholder={label} aria-label={label} onChange={({ target }) => { setDraft(target.value); }} />
        {hold ? (
          <span className={styles.hold} role="timer">
            {hold}
          </span>
        ) : (
          <button type="submit" className={parts.tool} aria-label={send} disabled={!draft.trim()}>
            <SendOutlined />
          </button>
        )}
      </form>
    </>
  );
}
