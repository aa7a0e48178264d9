import { useCallback, useEffect, useRef, useState } from "react";

export interface Clock {
  at: number;
  playing: boolean;
  seek: (at: number) => void;
  toggle: () => void;
}

/** The replay's clock, in milliseconds: it runs by the machine's own, so that a track with a gap stops nobody. */
export function useClock(length: number, start = 0): Clock {
  const [at, setAt] = useState(start);
  const [playing, setPlaying] = useState(false);
  const from = useRef({ at: 0, since: 0 });
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const now = from.current.at + performance.now() - from.current.since;
      setAt(Math.min(now, length));
      if (now >= length) setPlaying(false);
    }, 100);
    return () => { clearInterval(timer); };
  }, [playing, length]);
  const seek = useCallback((to: number) => {
    from.current = { at: to, since: performance.now() };
    setAt(to);
  }, []);
  const toggle = useCallback(() => {
    from.current = { at: at >= length ? 0 : at, since: performance.now() };
    setPlaying((on) => !on);
  }, [at, length]);
  return { at, playing, seek, toggle };
}
