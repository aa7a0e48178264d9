/** One point of a signature: x and y in 0…1 of the pad, t in milliseconds since the pen first came down. */
export interface StrokePoint {
  x: number;
  y: number;
  t: number;
}

/** A pen-down … pen-up run of points. */
export type Stroke = StrokePoint[];

/** Draws strokes as ink: smooth through the points, thinner where the pen ran faster. */
export function drawStrokes(
  canvas: Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "quadraticCurveTo" | "lineTo" | "stroke" | "arc" | "fill"> & {
    lineWidth: number;
    lineCap: CanvasLineCap;
    lineJoin: CanvasLineJoin;
  },
  strokes: readonly Stroke[],
  width: number,
  height: number,
): void {
  canvas.lineCap = "round";
  canvas.lineJoin = "round";
  const ink = height / 34;
  for (const stroke of strokes) {
    const [first] = stroke;
    if (!first) continue;
    if (stroke.length === 1) {
      canvas.beginPath();
      canvas.arc(first.x * width, first.y * height, ink / 1.6, 0, Math.PI * 2);
      canvas.fill();
      continue;
    }
    for (let index = 1; index < stroke.length; index += 1) {
      segment(canvas, stroke, index, width, height, ink);
    }
  }
}

function segment(
  canvas: Parameters<typeof drawStrokes>[0],
  stroke: Stroke,
  index: number,
  width: number,
  height: number,
  ink: number,
): void {
  const from = stroke[index - 1] as StrokePoint;
  const to = stroke[index] as StrokePoint;
  const before = stroke[index - 2] ?? from;
  const speed = Math.hypot(to.x - from.x, (to.y - from.y) * (height / width)) / Math.max(1, to.t - from.t);
  canvas.lineWidth = ink * Math.min(1.25, Math.max(0.45, 1.2 - speed * 220));
  canvas.beginPath();
  canvas.moveTo(((before.x + from.x) / 2) * width, ((before.y + from.y) / 2) * height);
  const last = index === stroke.length - 1;
  const end = last ? to : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  canvas.quadraticCurveTo(from.x * width, from.y * height, end.x * width, end.y * height);
  canvas.stroke();
}

/** Gathers fresh points and hands them on in small batches, so that a live signature costs a few messages a second. */
export class StrokeBatcher {
  #pending: StrokePoint[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: (points: StrokePoint[], ends: boolean) => void,
    private readonly everyMs = 66,
  ) {}

  add(point: StrokePoint): void {
    this.#pending.push(point);
    this.#timer ??= setTimeout(() => {
      this.#flush(false);
    }, this.everyMs);
  }

  end(): void {
    this.#flush(true);
  }

  #flush(ends: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const points = this.#pending;
    this.#pending = [];
    if (points.length > 0 || ends) this.send(points, ends);
  }
}

/** Rounds a point to what the eye can tell, to keep messages small. */
export function compact(point: StrokePoint): StrokePoint {
  const round = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  return { x: round(point.x), y: round(point.y), t: Math.round(point.t) };
}
