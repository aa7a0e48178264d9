import { type RefObject, useEffect, useState } from "react";

export interface Seen {
  /** Inner size of the box, in pixels. */
  width: number;
  seen: number;
  /** How far it is scrolled. */
  top: number;
}

/** Follows the size and the scroll of a box. */
export function useSeen(box: RefObject<HTMLElement | null>): Seen {
  const [seen, setSeen] = useState<Seen>({ width: 0, seen: 0, top: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      setSeen({ width: element.clientWidth, seen: element.clientHeight, top: element.scrollTop });
    };
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box]);
  return seen;
}
