import type { ServerMessage } from "./protocol";
import { Store } from "./store";
import type { Stroke, StrokePoint } from "./stroke";

/** Signatures being drawn, by act and person. */
export type LiveStrokes = Readonly<Record<string, Stroke[]>>;

export function strokeKey(act: string, person: string): string {
  return `${act}/${person}`;
}

/** Gathers the live strokes of a room. They are for the eye alone and are never kept. */
export class StrokeBoard extends Store<LiveStrokes> {
  constructor() {
    super({});
  }

  add(message: Extract<ServerMessage, { type: "stroke" }>): void {
    const key = strokeKey(message.act, message.person);
    const points = message.points.map(([x, y, t]) => ({ x, y, t }));
    this.set({ ...this.get(), [key]: extend(this.get()[key] ?? [], message.stroke, points) });
  }

  clear(act: string, person: string): void {
    this.set({ ...this.get(), [strokeKey(act, person)]: [] });
  }
}

/** Adds points to the stroke with this index; stroke 0 beginning anew starts the signature afresh. */
export function extend(strokes: Stroke[], index: number, points: StrokePoint[]): Stroke[] {
  const [first] = points;
  const last = strokes[index]?.at(-1);
  const restarts = index === 0 && first !== undefined && last !== undefined && first.t < last.t;
  const kept = restarts ? [] : strokes.slice(0, Math.max(strokes.length, index));
  const next = [...kept];
  while (next.length < index) next.push([]);
  next[index] = [...(next[index] ?? []), ...points];
  return next;
}
