import type {
  Banned,
  Booth,
  Breakout,
  ChatLine,
  Cue,
  CueReport,
  Grants,
  Hand,
  Own,
  Participant,
  Poll,
  Question,
  Readiness,
  Role,
  RoomKind,
  RoomState,
  ServerMessage,
  Snapshot,
  Source,
  Statistics,
  Waiting,
} from "./protocol";
import { byRank, owned, raised, removed, upserted } from "./forum";

/** The receiver's own standing in the room. */
export interface Me {
  participant: string;
  role: Role;
  grants: Grants;
  /** Own sources that a moderator muted. */
  mutedByHost: Source[];
}

/** The room as one client knows it: the last snapshot with every later message folded in. */
export interface RoomView {
  room: string;
  kind: RoomKind;
  me: Me;
  state: RoomState;
  participants: Participant[];
  viewers: number;
  hands: Hand[];
  chat: ChatLine[];
  ready: Readiness[];
  bulletins: Record<string, unknown>;
  questions: Question[];
  polls: Poll[];
  booths: Booth[];
  cues: Cue[];
  breakouts: Breakout[];
  /** Who waits in the lobby; for moderators. */
  waiting: Waiting[];
  /** Who may not come back; for moderators. */
  banned: Banned[];
  own: Own;
  /** Whether one waits in the lobby oneself. */
  inLobby: boolean;
  speaking: string[];
  /** How well one's own connections work. */
  quality: Statistics[];
  /** How well everyone's work; for moderators. */
  statistics: Statistics[];
  /** How well the sites kept the time of each cue; for moderators. */
  cueReports: CueReport[];
}

const CHAT_KEPT = 500;

/** Starts from a `welcome`; a resumed one keeps what is known and takes only the standing. */
export function welcomed(
  known: RoomView | undefined,
  welcome: Extract<ServerMessage, { type: "welcome" }>,
): RoomView | undefined {
  const { participant, role, grants, snapshot } = welcome;
  const me: Me = { participant, role, grants, mutedByHost: known?.me.mutedByHost ?? [] };
  const inLobby = welcome.waiting;
  if (!snapshot) return known && { ...known, me, inLobby };
  return { ...drawn(snapshot, me, known), inLobby };
}

/** The room as a snapshot has it; what no snapshot holds stays as it was. */
function drawn(snapshot: Snapshot, me: Me, known: RoomView | undefined): RoomView {
  const { seq: _, ...room } = snapshot;
  return {
    ...room,
    me: { ...me, mutedByHost: hostMuted(snapshot.participants, me.participant) },
    inLobby: false,
    speaking: known?.speaking ?? [],
    quality: known?.quality ?? [],
    statistics: me.grants.moderate ? (known?.statistics ?? []) : [],
    cueReports: me.grants.moderate ? (known?.cueReports ?? []) : [],
  };
}

/** Folds one message into the view; messages that are no state return the same object. */
export function fold(room: RoomView, message: ServerMessage): RoomView {
  switch (message.type) {
    case "participant":
      return { ...room, participants: upserted(room.participants, message.participant) };
    case "participant_left":
      return without(room, message.participant);
    case "viewers":
      return { ...room, viewers: message.count };
    case "room":
      return { ...room, state: message.state };
    case "hands":
      return { ...room, hands: message.hands };
    case "chat":
      return { ...room, chat: appendLine(room.chat, message.line) };
    case "speaking":
      return { ...room, speaking: message.participants };
    case "granted":
      return { ...room, me: { ...room.me, role: message.role, grants: message.grants } };
    case "host_muted":
      return { ...room, me: { ...room.me, mutedByHost: toggle(room.me.mutedByHost, message.source, message.muted) } };
    case "ready":
      return { ...room, ready: readiness(room.ready, message) };
    case "resync":
      return drawn(message.snapshot, room.me, room);
    case "waiting":
      return { ...room, waiting: message.waiting };
    case "banned":
      return { ...room, banned: message.banned };
    case "chat_deleted":
      return { ...room, chat: removed(room.chat, message.line) };
    case "question":
      return { ...room, questions: byRank(upserted(room.questions, message.question)) };
    case "question_votes":
      return { ...room, questions: byRank(raised(room.questions, message.votes)) };
    case "question_gone":
      return { ...room, questions: removed(room.questions, message.question) };
    case "poll":
      return { ...room, polls: upserted(room.polls, message.poll) };
    case "poll_gone":
      return { ...room, polls: removed(room.polls, message.poll) };
    case "chat_muted":
    case "private":
    case "private_line":
      return { ...room, own: owned(room.own, message) };
    case "interpretation":
      return { ...room, booths: message.booths, own: { ...room.own, listening: stillOpen(room.own, message.booths) } };
    case "cue":
      return { ...room, cues: upserted(room.cues, message.cue) };
    case "cue_over":
      return { ...room, cues: removed(room.cues, message.cue) };
    case "cue_report":
      return { ...room, cueReports: reported(room.cueReports, message.report) };
    case "breakout":
      return { ...room, breakouts: upserted(room.breakouts, message.breakout) };
    case "breakout_over":
      return { ...room, breakouts: removed(room.breakouts, message.breakout) };
    case "statistics":
      return { ...room, statistics: message.statistics };
    case "quality":
      return { ...room, quality: message.statistics };
    case "bulletin":
      return { ...room, bulletins: { ...room.bulletins, [message.kind]: message.value } };
    default:
      return room;
  }
}

/** What is left of a room that one is no longer in: what was said. */
export function over(room: RoomView): RoomView {
  const may = room.me.grants;
  const grants = Object.fromEntries(Object.keys(may).map((grant) => [grant, false])) as typeof may & Record<string, boolean>;
  return {
    ...room,
    me: { ...room.me, grants },
    participants: [],
    viewers: 0,
    hands: [],
    waiting: [],
    booths: [],
    cues: [],
    breakouts: [],
    inLobby: false,
    speaking: [],
    quality: [],
    statistics: [],
  };
}

/** The channel one listens to, unless it was closed. */
function stillOpen(own: Own, booths: Booth[]): string | null {
  const open = booths.flatMap(({ channels }) => channels).some(({ id }) => id === own.listening);
  return open ? (own.listening ?? null) : null;
}

function reported(list: CueReport[], report: CueReport): CueReport[] {
  return [...list.filter(({ cue }) => cue !== report.cue), report].slice(-20);
}

function without(room: RoomView, id: string): RoomView {
  return {
    ...room,
    participants: room.participants.filter((one) => one.id !== id),
    speaking: room.speaking.filter((one) => one !== id),
    ready: room.ready.filter((one) => one.participant !== id),
  };
}

/** A line that a resume replays is already there; its id tells. */
function appendLine(chat: ChatLine[], line: ChatLine): ChatLine[] {
  if (chat.some(({ id }) => id === line.id)) return chat;
  return [...chat, line].slice(-CHAT_KEPT);
}

function toggle(list: Source[], source: Source, on: boolean): Source[] {
  const rest = list.filter((one) => one !== source);
  return on ? [...rest, source] : rest;
}

function readiness(list: Readiness[], message: Extract<ServerMessage, { type: "ready" }>): Readiness[] {
  const { participant, person, act, ready } = message;
  const rest = list.filter((one) => one.act !== act || one.person !== person);
  return ready ? [...rest, { participant, person, act }] : rest;
}

function hostMuted(participants: Participant[], me: string): Source[] {
  const own = participants.find(({ id }) => id === me);
  return (own?.tracks ?? []).filter((track) => track.muted_by_host).map(({ source }) => source);
}

/** Tells whether the client may send from a source at all. */
export function maySend(me: Me, source: Source): boolean {
  switch (source) {
    case "camera":
      return me.grants.publish_camera;
    case "microphone":
      return me.grants.publish_microphone;
    case "screen":
    case "screen_audio":
      return me.grants.publish_screen;
  }
}
