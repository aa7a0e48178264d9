import type { RoomView } from "@/call";

/** Something a person must hear of even while looking elsewhere: a message of the catalogue with its values. */
export interface Happening {
  message: string;
  values?: Record<string, string>;
}

/** What happened to this person, or to the room, between two looks at it. */
export function happenings(before: RoomView, now: RoomView): Happening[] {
  return [door(before, now), turn(before, now), muted(before, now), moderates(before, now), record(before, now), asked(before, now), called(before, now), polled(before, now)].flat();
}

const when = (holds: boolean, message: string, values?: Record<string, string>): Happening[] =>
  holds ? [{ message, ...(values && { values }) }] : [];

function door(before: RoomView, now: RoomView): Happening[] {
  const known = new Set(before.waiting.map(({ participant }) => participant));
  const fresh = now.waiting.filter(({ participant }) => !known.has(participant));
  return [...when(before.inLobby && !now.inLobby, "heard-admitted"), ...fresh.flatMap(({ name }) => when(true, "heard-waits", { name }))];
}

function turn(before: RoomView, now: RoomView): Happening[] {
  const whose = now.state.turn?.participant;
  if (!whose || whose === before.state.turn?.participant) return [];
  return whose === now.me.participant ? when(true, "heard-your-turn") : when(true, "heard-turn", { name: now.state.turn?.name ?? "" });
}

function muted(before: RoomView, now: RoomView): Happening[] {
  const had = before.me.mutedByHost.includes("microphone");
  const has = now.me.mutedByHost.includes("microphone");
  return [...when(!had && has, "heard-muted"), ...when(had && !has, "heard-unmuted")];
}

function moderates(before: RoomView, now: RoomView): Happening[] {
  const stages = (room: RoomView) => room.participants.find(({ id }) => id === room.me.participant)?.on_stage;
  const [was, is] = [stages(before), stages(now)];
  return [
    ...when(!before.me.grants.moderate && now.me.grants.moderate, "heard-cohost"),
    ...when(was === true && is === false, "heard-backstage"),
    ...when(was === false && is === true, "heard-on-stage"),
  ];
}

function record(before: RoomView, now: RoomView): Happening[] {
  return [
    ...when(!before.state.recording && now.state.recording, "heard-recording"),
    ...when(before.state.recording && !now.state.recording, "heard-recording-off"),
  ];
}

function asked(before: RoomView, now: RoomView): Happening[] {
  const stood = new Map(before.own.private.map(({ person, state }) => [person, state]));
  return now.own.private.flatMap(({ person, name, state }) => {
    if (stood.get(person) === state) return [];
    return [...when(state === "invited", "heard-talk-asked", { name }), ...when(state === "open" && stood.get(person) === "asked", "heard-talk-open", { name })];
  });
}

function called(before: RoomView, now: RoomView): Happening[] {
  const known = new Set(before.breakouts.map(({ id }) => id));
  const invites = now.breakouts.filter(({ id, parties }) => !known.has(id) && parties.some(({ participant, state }) => participant === now.me.participant && state === "invited"));
  return invites.flatMap(() => when(true, "heard-breakout"));
}

function polled(before: RoomView, now: RoomView): Happening[] {
  const known = new Set(before.polls.map(({ id }) => id));
  return now.polls.filter(({ id, open }) => open && !known.has(id)).flatMap(({ question }) => when(true, "heard-poll", { question }));
}
