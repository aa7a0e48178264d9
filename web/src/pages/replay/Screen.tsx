import { useEffect, useRef } from "react";

import type { Recording } from "@/api/recordings";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { LanePlayer } from "./lanePlayer";
import type { Clock } from "./useClock";
import { type Lane, type Timeline, pieceAt } from "./timeline";
import styles from "./replay.module.css";

interface Props {
  recording: Recording;
  timeline: Timeline;
  clock: Clock;
  /** The language to listen to; the floor where absent. */
  language: string | undefined;
}

/** Everything that was seen and heard at the clock's moment: the screen large, cameras beside it. */
export function Screen({ recording, timeline, clock, language }: Props) {
  const t = useT();
  const lanes = timeline.lanes.filter((lane) => lane.pieces.length > 0);
  const videos = lanes.filter((lane) => lane.video);
  const shown = videos.filter((lane) => pieceAt(lane, clock.at));
  const screen = (lane: Lane) => recording.tracks[lane.index]?.source === "screen";
  const large = shown.find(screen) ?? shown[0];
  return (
    <section className={styles.screen} data-tiles={Math.min(shown.length, 9)} aria-label={t("replay-screen")}>
      {videos.map((lane) => (
        <Picture key={lane.index} recording={recording} lane={lane} clock={clock} large={lane === large} hidden={!shown.includes(lane)} />
      ))}
      {shown.length === 0 && <p className={styles.nothing}>{t("replay-nothing-here")}</p>}
      {lanes.filter((lane) => !lane.video).map((lane) => (
        <Sound key={lane.index} recording={recording} lane={lane} clock={clock} volume={volumeOf(recording, lane, language)} />
      ))}
    </section>
  );
}

/** An interpreter over the floor: the floor goes on, quietly. */
function volumeOf(recording: Recording, lane: Lane, language: string | undefined): number {
  const track = recording.tracks[lane.index];
  if (track?.source === "interpretation") return track.language === language ? 1 : 0;
  return language === undefined ? 1 : 0.15;
}

function usePlayer(recording: string, lane: Lane, { at, playing }: Clock) {
  const element = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const player = useRef<LanePlayer>(undefined);
  useEffect(() => {
    if (!element.current) return;
    const made = new LanePlayer(element.current, recording);
    player.current = made;
    return () => { made.close(); };
  }, [recording]);
  // A recording that still runs grows; the player goes on.
  useEffect(() => player.current?.follow(lane, at, playing), [at, playing, recording, lane]);
  return element;
}

function Picture({ recording, lane, clock, large, hidden }: { recording: Recording; lane: Lane; clock: Clock; large: boolean; hidden: boolean }) {
  const pick = usePick();
  const element = usePlayer(recording.id, lane, clock);
  const person = recording.tracks[lane.index]?.person;
  return (
    <figure className={styles.picture} data-large={large} hidden={hidden}>
      <video ref={element} muted playsInline />
      <figcaption>{person && pick(recording.names[person])}</figcaption>
    </figure>
  );
}

function Sound({ recording, lane, clock, volume }: { recording: Recording; lane: Lane; clock: Clock; volume: number }) {
  const element = usePlayer(recording.id, lane, clock);
  useEffect(() => {
    if (element.current) element.current.volume = volume;
  }, [element, volume]);
  return <audio ref={element} />;
}
