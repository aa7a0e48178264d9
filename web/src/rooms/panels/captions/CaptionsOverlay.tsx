import { useEffect, useState } from "react";

import type { Call } from "@/call";
import { useStore } from "../../useStore";
import styles from "../panels.module.css";
import { captionChoice } from "./choice";
import { captionsNow } from "./lines";

/** What is said, written along the foot of the stage. */
export function CaptionsOverlay({ call }: { call: Call }) {
  const { language, size } = useStore(captionChoice);
  const [, tick] = useState(0);
  const lines = captionsNow(useStore(call.desk.captions), language, call.now());
  const some = lines.length > 0;
  useEffect(() => {
    if (!some) return;
    const timer = setInterval(() => { tick((count) => count + 1); }, 1000);
    return () => { clearInterval(timer); };
  }, [some]);
  if (!some) return null;
  return (
    <div className={styles.captions} data-size={size} data-testid="captions" lang={language}>
      {lines.map((one) => (
        <p key={`${one.participant}-${String(one.line)}`} dir="auto">
          {one.text}
        </p>
      ))}
    </div>
  );
}
