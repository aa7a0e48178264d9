import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { FieldPlace } from "@/api/types";
import { useT } from "@/i18n/useT";
import { type PageBox, drawnAt, moved, step } from "./place";
import styles from "./upload.module.css";

interface Props {
  field: FieldPlace;
  page: PageBox;
  name: string;
  /** Called with the field at its new place; without it the field stays. */
  onMove?: ((field: FieldPlace) => void) | undefined;
  describedBy?: string | undefined;
}

const percent = (share: number) => `${String(share * 100)}%`;

/** One place to sign on its page: dragged, or moved with the arrow keys. */
export function FieldBox({ field, page, name, onMove, describedBy }: Props) {
  const t = useT();
  const from = useRef<{ x: number; y: number; field: FieldPlace; scale: number }>(undefined);
  const at = drawnAt(field, page);
  const label = t("upload-field", { name, page: field.page });
  // Physical edges: a place on a page of PDF is the same in every language.
  const style = { left: percent(at.left), top: percent(at.top), width: percent(at.width), height: percent(at.height) };
  if (!onMove) return <div className={styles.field} style={style} role="img" aria-label={label}><span>{name}</span></div>;

  const take = (event: PointerEvent<HTMLButtonElement>) => {
    const sheet = event.currentTarget.parentElement;
    if (event.button !== 0 || !sheet) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, y: event.clientY, field, scale: page.width / sheet.getBoundingClientRect().width };
  };
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const start = from.current;
    if (start) onMove(moved(start.field, (event.clientX - start.x) * start.scale, (start.y - event.clientY) * start.scale, page));
  };
  const drop = () => { from.current = undefined; };
  const key = (event: KeyboardEvent) => {
    const by = step(event.key, event.shiftKey);
    if (!by) return;
    event.preventDefault();
    onMove(moved(field, ...by, page));
  };
  return (
    <button
      type="button" className={styles.field} style={style} aria-label={label} aria-describedby={describedBy} data-testid="field-box"
      onPointerDown={take} onPointerMove={drag} onPointerUp={drop} onPointerCancel={drop} onKeyDown={key}
    >
      <span>{name}</span>
    </button>
  );
}
