import type { Chapter } from "@/api/recordings";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { spoken } from "./Controls";
import { type Timeline, chapterAt, chapterStart } from "./timeline";
import type { Clock } from "./useClock";
import styles from "./replay.module.css";

/** What was on the stage when; each line jumps there. */
export function ChapterList({ timeline, chapters, clock }: { timeline: Timeline; chapters: Chapter[]; clock: Clock }) {
  const t = useT();
  const pick = usePick();
  const now = chapterAt(timeline, chapters, clock.at);
  return (
    <section className={styles.chapters} aria-label={t("replay-chapters")}>
      <h2>{t("replay-chapters")}</h2>
      {chapters.length === 0 && <p>{t("replay-no-chapters")}</p>}
      <ol>
        {chapters.map((chapter) => (
          <li key={chapter.id + chapter.starts_at}>
            <button type="button" aria-current={chapter === now} onClick={() => { clock.seek(chapterStart(timeline, chapter)); }}>
              <span className={styles.time}>{spoken(chapterStart(timeline, chapter))}</span>
              <span>
                {pick(chapter.title) || t("replay-chapter-untitled")}
                <small>{t(`replay-chapter-${chapter.kind}`)}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
