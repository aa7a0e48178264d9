import Hls from "hls.js";
import { useCallback, useEffect, useRef, useState } from "react";

/** What the spectator chose. */
export interface Chosen {
  /** The language to hear (BCP 47); empty for the floor. */
  sound: string;
  /** The language of captions; empty without. */
  caption: string;
}

export interface PlayerState {
  /** Seconds behind the live edge. */
  behind: number;
  failed: boolean;
}

const QUIET: PlayerState = { behind: 0, failed: false };
const FLOOR: Chosen = { sound: "", caption: "" };
/** How long the player waits before it tries again after a failure it can't mend itself. */
const RETRY_MS = 4_000;

/**
 * Plays a broadcast on a video element; languages, captions and the way back to the live edge with it. A language that
 * came up after the playlist was loaded is in none of its renditions: who chooses it has the playlist loaded anew.
 */
export function usePlayer(playlist: string | undefined) {
  const video = useRef<HTMLVideoElement>(null);
  const hls = useRef<Hls>(undefined);
  const wish = useRef(FLOOR);
  const [chosen, setChosen] = useState(FLOOR);
  const [state, setState] = useState(QUIET);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const element = video.current;
    if (!playlist || !element || !Hls.isSupported()) return;
    const { sound, caption: words } = wish.current;
    const player = new Hls({
      enableWorker: true,
      liveSyncDurationCount: 3,
      lowLatencyMode: false,
      renderTextTracksNatively: true,
      // Chosen here: what is chosen while the tracks are listed, the player undoes.
      ...(sound && { audioPreference: { lang: sound } }),
      ...(words && { subtitlePreference: { lang: words } }),
    });
    hls.current = player;
    const look = () => { setState((known) => ({ ...known, ...read(player, element) })); };
    let retry: ReturnType<typeof setTimeout> | undefined;
    player.on(Hls.Events.MANIFEST_PARSED, look);
    player.on(Hls.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR) player.recoverMediaError();
      else {
        setState((known) => ({ ...known, failed: true }));
        retry = setTimeout(() => { setAttempt((known) => known + 1); }, RETRY_MS);
      }
    });
    const timer = setInterval(look, 1_000);
    player.loadSource(playlist);
    player.attachMedia(element);
    void element.play().catch(() => undefined);
    return () => {
      clearInterval(timer);
      clearTimeout(retry);
      player.destroy();
      hls.current = undefined;
      setState(QUIET);
    };
  }, [playlist, attempt]);
  const choose = useCallback((kind: keyof Chosen, language: string) => {
    wish.current = { ...wish.current, [kind]: language };
    setChosen(wish.current);
    const player = hls.current;
    if (player && !(kind === "sound" ? hear : caption)(player, language)) setAttempt((known) => known + 1);
  }, []);
  const toLive = useCallback(() => {
    const edge = hls.current?.liveSyncPosition;
    if (video.current && edge) video.current.currentTime = edge;
    void video.current?.play().catch(() => undefined);
  }, []);
  return { video, state, chosen, choose, toLive };
}

/** Tells whether the loaded playlist has that language's sound, and plays it. */
function hear(player: Hls, language: string): boolean {
  const track = player.audioTracks.find(({ lang }) => (lang ?? "") === language);
  if (track) player.audioTrack = track.id;
  return track !== undefined;
}

/** The same for captions; none when empty. */
function caption(player: Hls, language: string): boolean {
  const track = player.subtitleTracks.find(({ lang }) => lang === language);
  player.subtitleTrack = track?.id ?? -1;
  player.subtitleDisplay = track !== undefined;
  return track !== undefined || language === "";
}

function read(player: Hls, element: HTMLVideoElement): Partial<PlayerState> {
  const edge = player.liveSyncPosition ?? element.currentTime;
  return {
    behind: Math.max(0, edge - element.currentTime),
    failed: false,
  };
}
