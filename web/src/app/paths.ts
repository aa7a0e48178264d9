/** Every address of the app, so that no page spells another's. */
export const paths = {
  lobby: () => "/",
  signIn: (next?: string) => (next && next !== "/" ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in"),
  invitation: (token: string) => `/invitations/${token}`,
  projects: () => "/projects",
  project: (id: string) => `/projects/${id}`,
  interests: () => "/interests",
  interest: (id: string) => `/interests/${id}`,
  meetings: () => "/meetings",
  agreements: () => "/agreements",
  agreement: (id: string) => `/agreements/${id}`,
  figures: () => "/figures",
  administration: () => "/administration",
  settings: () => "/settings",
  outbox: () => "/outbox",
  /** The live hall of a programme item. */
  hall: (item: string) => `/items/${item}/hall`,
  /** Where one tries camera, microphone, loudspeaker and line; `next` is where it goes on to. */
  check: (next?: string) => (next ? `/rooms/check?next=${encodeURIComponent(next)}` : "/rooms/check"),
  /** The broadcast of a live item, for its many spectators. */
  watch: (item: string) => `/items/${item}/watch`,
  /** What was recorded of an item; of one recording, from one moment on. */
  replay: (item: string, from?: { recording: string; at: string }) => (from ? `/items/${item}/replay?${new URLSearchParams(from).toString()}` : `/items/${item}/replay`),
  /** What was recorded of a negotiation. */
  meetingReplay: (meeting: string) => `/meetings/${meeting}/replay`,
  /** The negotiation room of a meeting. */
  room: (meeting: string) => `/meetings/${meeting}/room`,
  /** The ceremony as its audience sees it. */
  ceremony: (id: string) => `/ceremonies/${id}`,
  /** The officiant's console. */
  console: (id: string) => `/ceremonies/${id}/console`,
  /** The operator's wall of a ceremony's sites. */
  wall: (id: string) => `/ceremonies/${id}/wall`,
  /** The interpreter's booth of a programme item. */
  booth: (item: string) => `/items/${item}/booth`,
  /** Where a signatory reads and signs. */
  signing: (agreement: string) => `/agreements/${agreement}/sign`,
  /** Where anybody checks an evidence bundle. */
  verify: () => "/verify",
};
