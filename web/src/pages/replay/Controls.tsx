import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";

import type { Chapter, Recording } from "@/api/recordings";
import { ownName } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import type { Clock } from "./useClock";
import { type Timeline, chapterStart } from "./timeline";
import styles from "./replay.module.css";

interface Props {
  recording: Recording;
  timeline: Timeline;
  chapters: Chapter[];
  clock: Clock;
  language: string | undefined;
  onLanguage: (language: string | undefined) => void;
}

/** Play, the moment, the gaps and the chapters' beginnings on one line, and the language. */
export function Controls({ recording, timeline, chapters, clock, language, onLanguage }: Props) {
  const t = useT();
  const languages = [...new Set(recording.tracks.flatMap((track) => track.language ?? []))];
  const part = (ms: number) => `${String((ms / Math.max(1, timeline.length)) * 100)}%`;
  return (
    <div className={styles.controls}>
      <button type="button" className={styles.play} onClick={clock.toggle} aria-label={t(clock.playing ? "replay-pause" : "replay-play")}>
        {clock.playing ? <PauseOutlined /> : <CaretRightOutlined />}
      </button>
      <span className={styles.time}>{spoken(clock.at)}</span>
      <div className={styles.line}>
        <input
          type="range"
          min={0}
          max={timeline.length}
          step={100}
          value={clock.at}
          aria-label={t("replay-position")}
          aria-valuetext={spoken(clock.at)}
          onChange={(event) => { clock.seek(Number(event.target.value)); }}
        />
        {timeline.lanes.filter((lane) => lane.video).flatMap((lane) =>
          lane.holes.map((hole) => (
            <i
              key={`${String(lane.index)}-${String(hole.from)}`}
              className={styles.hole}
              data-cause={hole.cause}
              title={t(`replay-gap-${hole.cause}`)}
              style={{ insetInlineStart: part(hole.from), inlineSize: part(hole.to - hole.from) }}
            />
          )),
        )}
        {chapters.map((chapter) => (
          <i key={chapter.id + chapter.starts_at} className={styles.mark} style={{ insetInlineStart: part(chapterStart(timeline, chapter)) }} />
        ))}
      </div>
      <span className={styles.time}>{spoken(timeline.length)}</span>
      {languages.length > 0 && (
        <select className={styles.select} aria-label={t("watch-sound")} value={language ?? ""} onChange={(event) => { onLanguage(event.target.value || undefined); }}>
          <option value="">{t("watch-floor")}</option>
          {languages.map((code) => <option key={code} value={code}>{ownName(code)}</option>)}
        </select>
      )}
    </div>
  );
}

/** Minutes and seconds, with hours where there are any. */
export function spoken(ms: number): string {
  const s = Math.floor(ms / 1_000);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3_600);
  return `${hours > 0 ? `${String(hours)}:` : ""}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
