import type { QueryClient } from "@tanstack/react-query";
import { get, socketUrl } from "./client";

interface Notice {
  head?: number;
  changed?: { type: string; id: string }[];
  /** Notices were missed; everything may have changed. */
  reload?: boolean;
}

/** Which lists and records show something of a changed thing, as first elements of query keys. */
const shownIn: Record<string, string[]> = {
  fair: ["fairs", "items", "figures"],
  item: ["items", "fairs", "recordings", "broadcast"],
  programme_item: ["items", "fairs"],
  project: ["projects", "figures"],
  pitch: ["pitches", "projects", "items"],
  interest: ["interests", "projects"],
  meeting: ["meetings", "projects", "recordings"],
  agreement: ["agreements", "projects", "ceremonies", "figures"],
  ceremony: ["ceremonies", "items"],
  act: ["ceremonies", "agreements", "figures"],
  organisation: ["organisations"],
  person: ["people"],
  membership: ["people", "session"],
  recording: ["recordings"],
  region: ["regions"],
};

function invalidate(client: QueryClient, notice: Notice): void {
  if (notice.reload) return void client.invalidateQueries();
  const keys = new Set((notice.changed ?? []).flatMap((change) => shownIn[change.type] ?? [`${change.type}s`]));
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

/**
 * Follows the server's change feed and marks what changed as stale, so that open pages refresh by themselves.
 * After a break everything is stale, because notices may have been missed. Returns the way to stop.
 */
export function followChanges(client: QueryClient): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let stopped = false;

  const connect = () => {
    socket = new WebSocket(socketUrl("/changes"));
    socket.onopen = () => {
      if (attempts > 0) void client.invalidateQueries();
      attempts = 0;
    };
    socket.onmessage = (message) => invalidate(client, JSON.parse(String(message.data)) as Notice);
    socket.onclose = () => {
      if (stopped) return;
      attempts += 1;
      timer = setTimeout(reconnect, Math.min(30_000, 500 * 2 ** attempts) * (0.5 + Math.random() / 2));
    };
  };
  // Asking who is signed in renews the sign-in where it ran out, which a socket can't.
  const reconnect = () => {
    void get("/session").catch(() => undefined).then(() => {
      if (!stopped) connect();
    });
  };
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
