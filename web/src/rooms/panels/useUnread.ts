import { useEffect, useRef, useState } from "react";

import type { RailTab } from "./panel";

/**
 * What came into each tab since the reader last had it open. `now` is the server's clock; a tab never opened counts
 * from when the reader entered, so that a late guest does not find five hundred unread lines.
 */
export function useUnread(shown: string | undefined, now: () => number): (tab: RailTab) => number {
  const [entered] = useState(now);
  const seen = useRef<Record<string, number>>({});
  useEffect(() => {
    if (!shown) return;
    const mark = () => {
      seen.current[shown] = now();
    };
    mark();
    return mark;
  }, [shown, now]);
  return (tab) => (tab.key === shown || !tab.news ? 0 : tab.news(seen.current[tab.key] ?? entered));
}
