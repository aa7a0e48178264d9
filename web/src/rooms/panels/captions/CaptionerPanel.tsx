import { Select } from "antd";
import { useRef, useState } from "react";

import { useLanguage } from "@/i18n/language";
import { planned } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import type { PanelProps } from "../panel";
import styles from "../panels.module.css";

const EVERY_MS = 300;
const MOST = 500;

/** Where a captioner writes along: everybody reads while it is typed, Enter ends the line. */
export function CaptionerPanel({ call, room }: PanelProps) {
  const t = useT();
  const { language: reader } = useLanguage();
  const [language, setLanguage] = useState<string>(reader.code);
  const [text, setText] = useState("");
  const [done, setDone] = useState<{ line: number; text: string }[]>([]);
  const line = useRef(Math.floor(call.now() / 1000) % 1_000_000_000);
  const sentAt = useRef(0);
  const names = new Intl.DisplayNames(reader.code, { type: "language" });
  const write = (next: string) => {
    setText(next);
    if (Date.now() - sentAt.current < EVERY_MS) return;
    sentAt.current = Date.now();
    call.desk.caption(language, line.current, next, false);
  };
  const end = () => {
    const whole = text.trim();
    if (!whole) return;
    call.desk.caption(language, line.current, whole, true);
    setDone((known) => [...known.slice(-30), { line: line.current, text: whole }]);
    line.current += 1;
    setText("");
  };
  return (
    <div className={parts.panel}>
      <div className={styles.head}>
        <Select
          size="small"
          aria-label={t("captioner-language")}
          value={language}
          onChange={setLanguage}
          popupMatchSelectWidth={false}
          options={planned.map(({ code }) => ({ value: code, label: names.of(code) ?? code }))}
        />
        <small>{t("captioner-note", { count: room.viewers + room.participants.length })}</small>
      </div>
      <div className={parts.scroll} tabIndex={0} role="log" aria-label={t("captioner-written")}>
        {done.length === 0 && <p className={parts.empty}>{t("captioner-empty")}</p>}
        <ol>
          {done.map((one) => (
            <li key={one.line} className={parts.line} dir="auto" lang={language}>
              {one.text}
            </li>
          ))}
        </ol>
      </div>
      <form
        className={`${styles.form ?? ""} ${styles.captioner ?? ""}`}
        onSubmit={(event) => {
          event.preventDefault();
          end();
        }}
      >
        <textarea
          rows={3}
          maxLength={MOST}
          dir="auto"
          lang={language}
          value={text}
          aria-label={t("captioner-write")}
          placeholder={t("captioner-write")}
          onChange={({ target }) => { write(target.value); }}
          onKeyDown={(event) => {
            // Enter also ends the composition of a Chinese word; that one is the word's.
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            end();
          }}
        />
      </form>
    </div>
  );
}
