import { useEffect, useRef, useState } from "react";

/** Rolls a number up to its new value; a reader who wants less motion sees it change at once. */
export function useRolling(value: number, durationMs = 1600): number {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  useEffect(() => {
    const start = from.current;
    if (start === value) return;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      from.current = value;
      setShown(value);
      return;
    }
    const began = performance.now();
    let frame = 0;
    const step = (now: number) => {
      const part = Math.min(1, (now - began) / durationMs);
      const eased = 1 - (1 - part) ** 4;
      from.current = part === 1 ? value : start + (value - start) * eased;
      setShown(from.current);
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [value, durationMs]);
  return shown;
}
