import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { useState } from "react";

import { useT } from "@/i18n/useT";
import parts from "../parts/parts.module.css";
import styles from "./panels.module.css";

/** A text to carry elsewhere, with a button that copies it; it can be selected where nothing may be copied. */
export function Copied({ label, text }: { label: string; text: string }) {
  const t = useT();
  const [done, setDone] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => { setDone(true); }, () => undefined);
  };
  return (
    <label className={styles.copied}>
      <span>{label}</span>
      <input readOnly value={text} onFocus={({ target }) => { target.select(); }} />
      <button type="button" className={parts.small} aria-label={t("copy-text", { label })} onClick={copy}>
        {done ? <CheckOutlined /> : <CopyOutlined />} {t(done ? "copy-done" : "copy")}
      </button>
    </label>
  );
}
