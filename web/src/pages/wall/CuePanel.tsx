import { ClockCircleOutlined, EditOutlined, HeartOutlined, SafetyCertificateOutlined, SendOutlined } from "@ant-design/icons";
import { type FormEvent, type ReactNode, useState } from "react";

import type { Act } from "@/api/types";
import type { Call, CueKind, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "./wall.module.css";

/** Long enough for the cue to reach every site before its moment, whatever its line. */
const LEAD_MS = 1_500;
const COUNTDOWN_MS = 10_000;

const CUES: [Exclude<CueKind, "text">, ReactNode, number][] = [
  ["countdown", <ClockCircleOutlined />, COUNTDOWN_MS],
  ["sign_now", <EditOutlined />, LEAD_MS],
  ["seal", <SafetyCertificateOutlined />, LEAD_MS],
  ["applause", <HeartOutlined />, LEAD_MS],
];

/** Cues to every site at the same moment, and how well the sites kept it. */
export function CuePanel({ call, room, act: at }: { call: Call; room: RoomView; act: Act | undefined }) {
  const t = useT();
  const act = useRoomAction();
  const [words, setWords] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    const text = words.trim();
    if (!text) return;
    act(() => call.host.cue("text", LEAD_MS, at?.id ?? null, text).then(() => { setWords(""); }));
  };
  return (
    <section className={styles.cues} aria-label={t("wall-cues")}>
      <h2>{t("wall-cues")}</h2>
      <div className={styles.cueButtons}>
        {CUES.map(([kind, icon, ms]) => (
          <button key={kind} type="button" data-testid={`cue-${kind}`} onClick={() => { act(() => call.host.cue(kind, ms, at?.id ?? null)); }}>
            {icon} {t(`cue-${kind}`)}
          </button>
        ))}
      </div>
      <form onSubmit={send}>
        <input value={words} maxLength={200} aria-label={t("wall-cue-words")} placeholder={t("wall-cue-words")} onChange={({ target }) => { setWords(target.value); }} />
        <button type="submit" aria-label={t("wall-cue-send")} title={t("wall-cue-send")} disabled={!words.trim()}>
          <SendOutlined />
        </button>
      </form>
      <Reports call={call} room={room} />
    </section>
  );
}

/** The last cues with how many sites showed them, and how far from their moment. */
function Reports({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const { cues, cueReports } = room;
  const latest = [...cues].sort((a, b) => b.at - a.at).slice(0, 4);
  const past = cueReports.at(-1);
  return (
    <ul className={styles.reports} role="status">
      {latest.map((cue) => (
        <li key={cue.id}>
          {cue.text ?? t(`cue-${cue.kind}`)}
          {cue.at > call.now() && (
            <button type="button" onClick={() => { act(() => call.host.cancelCue(cue.id)); }}>{t("rooms-cancel")}</button>
          )}
        </li>
      ))}
      {past && (
        <li data-testid="cue-report">
          {t("wall-cue-report", { shown: format.number(past.shown), sites: format.number(past.sites), ms: format.number(past.skew_p95_ms) })}
        </li>
      )}
    </ul>
  );
}
