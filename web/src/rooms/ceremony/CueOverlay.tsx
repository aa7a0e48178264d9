import { type ReactNode, useEffect, useRef, useState } from "react";

import { type Call, type Cue, type RoomView, cueNow, nextTurn } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Seal } from "./Seal";
import styles from "./cue.module.css";

interface Props {
  call: Call;
  room: RoomView;
  /** The act whose countdown the page itself shows. */
  counted?: string | undefined;
}

/** What the operator has every site show at the same moment of the server's clock; each page says when it did. */
export function CueOverlay({ call, room, counted }: Props) {
  const t = useT();
  const { cues } = room;
  const now = useServerTurns(call, cues);
  const cue = cueNow(cues, now);
  const due = cue && cue.at <= now ? cue.id : undefined;
  useReport(call, due);
  if (!cue || (cue.kind === "countdown" && cue.act && cue.act === counted)) return null;
  return (
    <div className={styles.cue} data-kind={cue.kind} data-testid="cue" data-due={due !== undefined} role="status">
      <Shown cue={cue} now={now} words={cue.text ?? t(`cue-words-${cue.kind}`)} />
    </div>
  );
}

function Shown({ cue, now, words }: { cue: Cue; now: number; words: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const left = Math.ceil((cue.at - now) / 1000);
  switch (cue.kind) {
    case "countdown":
      return left > 0 ? <b className={styles.number}>{format.number(left)}</b> : <b>{t("cue-words-now")}</b>;
    case "seal":
      return <Seal text="签讫" label={words} falls size={150} />;
    default:
      return <b>{words}</b>;
  }
}

/** The server's time at the last moment when what is shown may change: at each cue's turn, and each second before one. */
function useServerTurns(call: Call, cues: readonly Cue[]): number {
  const [now, setNow] = useState(() => call.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const at = call.now();
      setNow(at);
      const turn = nextTurn(cues, at);
      if (turn === undefined) return;
      const counts = cues.some((cue) => cue.kind === "countdown" && cue.at > at);
      const wait = counts ? Math.min(turn - at, 1000 - ((((at - turn) % 1000) + 1000) % 1000)) : turn - at;
      timer = setTimeout(look, Math.max(1, wait));
    };
    look();
    return () => {
      clearTimeout(timer);
    };
  }, [call, cues]);
  return now;
}

/** Reports once, when the frame that shows the cue is painted. */
function useReport(call: Call, due: string | undefined): void {
  const told = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (due === undefined || told.current === due) return;
    told.current = due;
    const frame = requestAnimationFrame(() => {
      call.cueShown(due);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [call, due]);
}
