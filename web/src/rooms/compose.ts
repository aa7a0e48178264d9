import type { Participant, RoomView, Source } from "@/call";

/** One picture on the stage. */
export interface Shot {
  participant: Participant;
  source: "camera" | "screen";
}

export interface Composition {
  main: Shot | undefined;
  side: Shot[];
}

const SIDE_SHOTS = 5;

function shots(participants: Participant[]): Shot[] {
  return participants.flatMap((participant) =>
    (["screen", "camera"] as const)
      .filter((source) => participant.tracks.some((track) => track.source === source && !track.muted && !track.muted_by_host))
      .map((source) => ({ participant, source })),
  );
}

function is(shot: Shot, participant: string, source: Source): boolean {
  return shot.participant.id === participant && shot.source === source;
}

const WEIGHT: Record<Participant["role"], number> = { presenter: 0, host: 1, panel: 2, interpreter: 3, viewer: 4 };

/**
 * Chooses what the stage shows large: whom the host put into the light, else a shared screen, else whoever speaks
 * and can be seen, else the presenter. The others stand beside, in a steady order.
 */
export function compose(room: Pick<RoomView, "participants" | "state" | "speaking">): Composition {
  const all = shots(room.participants).sort((a, b) => WEIGHT[a.participant.role] - WEIGHT[b.participant.role]);
  const light = room.state.spotlight;
  const lit = light && all.find((shot) => is(shot, light.participant, light.source));
  const litPerson = light && all.find((shot) => shot.participant.id === light.participant);
  const screen = all.find((shot) => shot.source === "screen");
  const speaking = room.speaking
    .map((id) => all.find((shot) => is(shot, id, "camera")))
    .find((shot) => shot !== undefined && shot.participant.role === "presenter");
  const main = lit ?? litPerson ?? screen ?? speaking ?? all[0];
  return { main, side: all.filter((shot) => shot !== main).slice(0, SIDE_SHOTS) };
}
