import { useEffect, useRef } from "react";

import { type Stroke, StrokeBatcher, type StrokePoint, compact, drawStrokes } from "../../call/stroke";
import styles from "./ceremony.module.css";

interface Props {
  strokes: Stroke[];
  /** Absent on a pad that only shows what someone else writes. */
  onPoints?: (points: StrokePoint[], ends: boolean) => void;
  label: string;
  disabled?: boolean;
}

/** A pad to write one's name on, or to watch another's being written. */
export function StrokePad({ strokes, onPoints, label, disabled = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const began = useRef<number | undefined>(undefined);
  const batcher = useRef<StrokeBatcher | undefined>(undefined);
  const send = useRef(onPoints);
  send.current = onPoints;

  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const redraw = () => {
      paint(target, strokes);
    };
    const observer = new ResizeObserver(redraw);
    observer.observe(target);
    redraw();
    return () => {
      observer.disconnect();
    };
  }, [strokes]);

  const point = (event: React.PointerEvent<HTMLCanvasElement>): StrokePoint => {
    const box = event.currentTarget.getBoundingClientRect();
    began.current ??= event.timeStamp;
    return compact({
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
      t: event.timeStamp - began.current,
    });
  };
  const writing = onPoints !== undefined && !disabled;

  return (
    <canvas
      ref={canvas}
      className={writing ? `${styles.pad ?? ""} ${styles.writable ?? ""}` : styles.pad}
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        if (!writing) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        batcher.current = new StrokeBatcher((points, ends) => send.current?.(points, ends));
        batcher.current.add(point(event));
      }}
      onPointerMove={(event) => {
        batcher.current?.add(point(event));
      }}
      onPointerUp={() => {
        batcher.current?.end();
        batcher.current = undefined;
      }}
      onPointerCancel={() => {
        batcher.current?.end();
        batcher.current = undefined;
      }}
    />
  );
}

function paint(target: HTMLCanvasElement, strokes: Stroke[]): void {
  const box = target.getBoundingClientRect();
  const sharpness = Math.min(3, window.devicePixelRatio || 1);
  target.width = Math.round(box.width * sharpness);
  target.height = Math.round(box.height * sharpness);
  const context = target.getContext("2d");
  if (!context || box.width === 0) return;
  const ink = getComputedStyle(target).color;
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.clearRect(0, 0, target.width, target.height);
  drawStrokes(context, strokes, target.width, target.height);
}
