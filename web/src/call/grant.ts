/** What `POST …/room-grant` answers: the key to one room, and where its socket is. */
export interface RoomGrant {
  token: string;
  room_id: string;
  ws_path: string;
  role: string;
}

/** Fetches a grant; called again when the last one has run out. */
export type GrantSource = () => Promise<RoomGrant>;

/** The socket's address, on the page's own host. */
export function socketUrl(path: string, page: Pick<Location, "protocol" | "host">): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${path}`;
}
