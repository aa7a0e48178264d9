import type {
  ChatLine,
  Grants,
  Hand,
  Participant,
  Readiness,
  Role,
  RoomKind,
  RoomState,
  ServerMessage,
  Source,
} from "./protocol";

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
  speaking: string[];
}

const CHAT_KEPT = 500;

/** Starts from a `welcome`; a resumed one keeps what is known and takes only the standing. */
export function welcomed(
  known: RoomView | undefined,
  welcome: Extract<ServerMessage, { type: "welcome" }>,
): RoomView | undefined {
  const { participant, role, grants, snapshot } = welcome;
  const me: Me = { participant, role, grants, mutedByHost: known?.me.mutedByHost ?? [] };
  if (!snapshot) return known && { ...known, me };
  return {
    room: snapshot.room,
    kind: snapshot.kind,
    me: { ...me, mutedByHost: hostMuted(snapshot.participants, participant) },
    state: snapshot.state,
    participants: snapshot.participants,
    viewers: snapshot.viewers,
    hands: snapshot.hands,
    chat: snapshot.chat,
    ready: snapshot.ready,
    bulletins: snapshot.bulletins,
    speaking: known?.speaking ?? [],
  };
}

/** Folds one message into the view; messages that are no state return the same object. */
export function fold(room: RoomView, message: ServerMessage): RoomView {
  switch (message.type) {
    case "participant":
      return { ...room, participants: upsert(room.participants, message.participant) };
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
  return { ...room, me: { ...room.me, grants }, participants: [], viewers: 0, hands: [], speaking: [] };
}

function upsert(list: Participant[], next: Participant): Participant[] {
  const known = list.some(({ id }) => id === next.id);
  return known ? list.map((one) => (one.id === next.id ? next : one)) : [...list, next];
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
