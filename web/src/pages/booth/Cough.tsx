import { useEffect, useState } from "react";

import type { Call } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "./booth.module.css";

const KEY = "c";

/** Silences the own microphone while it is held; nobody is told, the channel stays the interpreter's. */
export function Cough({ call, disabled }: { call: Call; disabled: boolean }) {
  const t = useT();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (disabled) return;
    const writes = (target: EventTarget | null) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    const down = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === KEY && !event.ctrlKey && !event.metaKey && !writes(event.target)) setHeld(true);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === KEY) setHeld(false);
    };
    const away = () => {
      setHeld(false);
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", away);
      setHeld(false);
    };
  }, [disabled]);
  useEffect(() => {
    if (!held) return;
    call.hush("microphone", true);
    return () => {
      call.hush("microphone", false);
    };
  }, [call, held]);
  return (
    <button
      type="button"
      className={styles.cough}
      aria-pressed={held}
      disabled={disabled}
      onPointerDown={() => { setHeld(true); }}
      onPointerUp={() => { setHeld(false); }}
      onPointerLeave={() => { setHeld(false); }}
    >
      {t("booth-cough")} <kbd>C</kbd>
    </button>
  );
}
