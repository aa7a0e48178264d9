import { useState } from "react";

import type { Broadcast } from "@/api/recordings";
import { ownName } from "@/i18n/languages";
import { useMessage, useT } from "@/i18n/useT";
import styles from "./watch.module.css";
import { usePlayer } from "./usePlayer";

/** A spectator this far behind is shown the way back to the live edge. */
const BEHIND_S = 12;

/** The broadcast's picture and sound, with its languages and captions. */
export function Player({ broadcast }: { broadcast: Broadcast | null | undefined }) {
  const t = useT();
  const ready = broadcast?.state === "live";
  const player = usePlayer(ready ? broadcast.playlist : undefined);
  const [muted, setMuted] = useState(true);
  const { state, chosen } = player;
  return (
    <section className={styles.player} aria-label={t("watch-player")}>
      <div className={styles.frame}>
        <video ref={player.video} playsInline autoPlay muted={muted} controls={ready} onVolumeChange={({ currentTarget }) => { setMuted(currentTarget.muted); }} />
        {!ready && <p className={styles.poster}>{t(broadcast ? "watch-starting" : "watch-off")}</p>}
        {ready && muted && (
          <button type="button" className={styles.unmute} onClick={() => { setMuted(false); }}>{t("watch-unmute")}</button>
        )}
      </div>
      {broadcast?.problem && <Lacking code={broadcast.problem} />}
      {state.failed && <p className={styles.problem} role="status">{t("watch-interrupted")}</p>}
      {ready && (
        <div className={styles.controls}>
          <label>
            {t("watch-sound")}
            <select value={chosen.sound} onChange={({ target }) => { player.choose("sound", target.value); }}>
              <option value="">{t("watch-floor")}</option>
              {broadcast.sound_languages.map((code) => <option key={code} value={code}>{ownName(code)}</option>)}
            </select>
          </label>
          <label>
            {t("watch-captions")}
            <select value={chosen.caption} disabled={broadcast.caption_languages.length === 0} onChange={({ target }) => { player.choose("caption", target.value); }}>
              <option value="">{t(broadcast.caption_languages.length === 0 ? "watch-captions-none" : "watch-captions-off")}</option>
              {broadcast.caption_languages.map((code) => <option key={code} value={code}>{ownName(code)}</option>)}
            </select>
          </label>
          <button type="button" className={styles.live} data-behind={state.behind > BEHIND_S} onClick={player.toLive}>
            {t(state.behind > BEHIND_S ? "watch-to-live" : "watch-live")}
          </button>
        </div>
      )}
    </section>
  );
}

function Lacking({ code }: { code: string }) {
  const message = useMessage()(`error-${code}`);
  return message ? <p className={styles.problem} role="status">{message.title}</p> : null;
}
