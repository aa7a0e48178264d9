import type { Grants, RoomState, Snapshot } from "./protocol";

/** Grants that allow nothing but to watch and talk; for tests. */
export const watching: Grants = {
  publish_camera: false,
  publish_microphone: false,
  publish_screen: false,
  subscribe: true,
  chat: true,
  moderate: false,
  interpret: false,
  caption: false,
  hidden: false,
};

/** A live room in which nothing is arranged; for tests. */
export const quiet: RoomState = {
  mode: "live",
  locked: false,
  recording: false,
  lobby: false,
  arrive_backstage: false,
  chat: { off: false, slow_s: 0 },
  questions: { open: true, reviewed: false },
  caption_languages: [],
};

/** A room with nobody in it; for tests. */
export const bare: Snapshot = {
  room: "r",
  kind: "roadshow",
  seq: 1,
  state: quiet,
  participants: [],
  viewers: 0,
  hands: [],
  chat: [],
  ready: [],
  bulletins: {},
  questions: [],
  polls: [],
  booths: [],
  cues: [],
  breakouts: [],
  waiting: [],
  banned: [],
  own: { upvoted: [], ballots: [], caption_languages: [], chat_muted: false, private: [] },
};
