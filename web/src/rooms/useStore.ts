import { useSyncExternalStore } from "react";

import type { Store } from "@/call";

/** Reads one of the call client's stores and follows it. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
