import type { LayoutKind, Participant, RoomView, Source } from "@/call";

/** One picture on the stage. */
export interface Shot {
  participant: Participant;
  source: "camera" | "screen";
}

export interface Composition {
  /** How the pictures lie: as the operator arranged them, else one large and the others along its side. */
  kind: LayoutKind;
  /** Shown large. */
  main: Shot[];
  /** All the others; a stage shows as many of them as it has room for. */
  side: Shot[];
}

const GRID_SHOTS = 25;
const LARGE: Record<LayoutKind, number> = { grid: GRID_SHOTS, speaker: 1, side_by_side: 2, presentation: 1, wall: 1 };

/** What can be seen: pictures of those on the stage that nobody holds back. */
function shots(participants: Participant[]): Shot[] {
  return participants.filter(isOnStage).flatMap((participant) =>
    (["screen", "camera"] as const)
      .filter((source) => participant.tracks.some((track) => track.source === source && !track.muted && !track.muted_by_host))
      .map((source) => ({ participant, source })),
  );
}

/** Backstage and in breakouts nobody is seen from the room, though everyone there is listed. */
export function isOnStage({ on_stage, in_breakout }: Pick<Participant, "on_stage" | "in_breakout">): boolean {
  return on_stage && !in_breakout;
}

const is = (shot: Shot, participant: string, source: Source) => shot.participant.id === participant && shot.source === source;

const WEIGHT: Record<Participant["role"], number> = { presenter: 0, host: 1, panel: 2, interpreter: 3, viewer: 4 };

type Room = Pick<RoomView, "kind" | "participants" | "state" | "speaking">;

/**
 * Chooses what the stage shows. The host's light comes first, then the operator's places, then what the layout is
 * for: a shared screen, or whoever speaks; the others stand beside, in a steady order. A document that is open for
 * everybody takes the large place.
 */
export function compose(room: Room): Composition {
  const all = shots(room.participants).sort((a, b) => WEIGHT[a.participant.role] - WEIGHT[b.participant.role]);
  const kind = room.state.layout?.kind ?? usual(room, all);
  const ranked = unique([...lit(room, all), ...placed(room, all), ...suited(room, all), ...all]);
  if (room.state.document) return { kind: "presentation", main: [], side: ranked };
  const large = kind === "grid" ? inPlace(all, ranked) : ranked.slice(0, LARGE[kind]);
  const main = large.slice(0, LARGE[kind]);
  return { kind, main, side: kind === "grid" ? [] : all.filter((shot) => !main.includes(shot)) };
}

/** At a table everybody is alike, until somebody shows something. */
function usual({ kind }: Room, all: Shot[]): LayoutKind {
  const table = kind === "meeting" || kind === "negotiation";
  return table && !all.some(({ source }) => source === "screen") ? "grid" : "speaker";
}

/** A grid keeps everyone in a steady place; only what the operator placed goes before. */
function inPlace(all: Shot[], ranked: Shot[]): Shot[] {
  return all.length > GRID_SHOTS ? ranked : all;
}

function lit({ state: { spotlight } }: Room, all: Shot[]): Shot[] {
  if (!spotlight) return [];
  const exact = all.filter((shot) => is(shot, spotlight.participant, spotlight.source));
  return [...exact, ...all.filter((shot) => shot.participant.id === spotlight.participant)];
}

function placed({ state: { layout } }: Room, all: Shot[]): Shot[] {
  return (layout?.places ?? []).flatMap((place) => all.find((shot) => is(shot, place.participant, place.source)) ?? []);
}

/** Without an arrangement a screen comes first, then who has the floor; told to show the speaker, the speaker does. */
function suited({ state: { layout, turn }, speaking }: Room, all: Shot[]): Shot[] {
  const screens = all.filter((shot) => shot.source === "screen");
  const voices = speaking.flatMap((id) => all.find((shot) => is(shot, id, "camera")) ?? []);
  const cameras = all.filter((shot) => shot.source === "camera");
  const floor = cameras.filter(({ participant }) => participant.id === turn?.participant);
  switch (layout?.kind) {
    case "speaker":
    case "side_by_side":
      return [...floor, ...voices, ...cameras];
    case "presentation":
      return screens;
    default:
      return [...screens, ...floor, ...voices.filter(({ participant }) => participant.role === "presenter")];
  }
}

const unique = (list: Shot[]): Shot[] => [...new Set(list)];
