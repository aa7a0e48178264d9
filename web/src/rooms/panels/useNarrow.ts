import { useSyncExternalStore } from "react";

/** Below this the rooms are laid out for a phone: panels come up as sheets from the foot. */
const query = "(max-width: 1000px)";

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", listener);
  return () => {
    media.removeEventListener("change", listener);
  };
}

/** Whether the page is laid out for a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
