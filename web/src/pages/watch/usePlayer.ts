import Hls from "hls.js";
import { useCallback, useEffect, useRef, useState } from "react";

export interface SoundChoice {
  id: number;
  /** BCP 47; the floor where absent. */
  language: string | undefined;
}

export interface PlayerState {
  sounds: SoundChoice[];
  sound: number;
  captions: { id: number; language: string }[];
  caption: number;
  /** Seconds behind the live edge. */
  behind: number;
  failed: boolean;
}

const QUIET: PlayerState = { sounds: [], sound: -1, captions: [], caption: -1, behind: 0, failed: false };
/** How long the player waits before it tries again after a failure it can't mend itself. */
const RETRY_MS = 4_000;

/** Plays a broadcast on a video element; languages, captions and the way back to the live edge with it. */
export function usePlayer(playlist: string | undefined) {
  const video = useRef<HTMLVideoElement>(null);
  const hls = useRef<Hls>(undefined);
  const [state, setState] = useState(QUIET);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const element = video.current;
    if (!playlist || !element || !Hls.isSupported()) return;
    const player = new Hls({ enableWorker: true, liveSyncDurationCount: 3, lowLatencyMode: false, renderTextTracksNatively: true });
    hls.current = player;
    const look = () => { setState((known) => ({ ...known, ...read(player, element) })); };
    let retry: ReturnType<typeof setTimeout> | undefined;
    player.on(Hls.Events.MANIFEST_PARSED, look);
    player.on(Hls.Events.AUDIO_TRACKS_UPDATED, look);
    player.on(Hls.Events.AUDIO_TRACK_SWITCHED, look);
    player.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, look);
    player.on(Hls.Events.SUBTITLE_TRACK_SWITCH, look);
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
  const chooseSound = useCallback((id: number) => { if (hls.current) hls.current.audioTrack = id; }, []);
  const chooseCaption = useCallback((id: number) => {
    if (!hls.current) return;
    hls.current.subtitleTrack = id;
    hls.current.subtitleDisplay = id >= 0;
  }, []);
  const toLive = useCallback(() => {
    const edge = hls.current?.liveSyncPosition;
    if (video.current && edge) video.current.currentTime = edge;
    void video.current?.play().catch(() => undefined);
  }, []);
  return { video, state, chooseSound, chooseCaption, toLive };
}

function read(player: Hls, element: HTMLVideoElement): Partial<PlayerState> {
  const edge = player.liveSyncPosition ?? element.currentTime;
  return {
    sounds: player.audioTracks.map(({ id, lang }) => ({ id, language: lang })),
    sound: player.audioTrack,
    captions: player.subtitleTracks.map(({ id, lang }) => ({ id, language: lang ?? "" })),
    caption: player.subtitleTrack,
    behind: Math.max(0, edge - element.currentTime),
    failed: false,
  };
}
