/** Where one tile stands, in pixels of the wall. */
export interface Box {
  key: string;
  column: number;
  row: number;
}

export interface WallGrid {
  columns: number;
  /** Size of a tile. */
  width: number;
  height: number;
  /** Of all rows together. */
  total: number;
  /** The tiles near what is seen; the others are not made at all. */
  boxes: Box[];
}

const RATIO = 16 / 9;
export const GAP = 8;

/** Rows made beyond what is seen, so that scrolling shows no holes. */
const BEYOND = 1;

interface View {
  /** Inner width of the wall. */
  width: number;
  /** What is seen of it. */
  top: number;
  seen: number;
  /** The least width of a tile. */
  least: number;
}

/** Lays the tiles out in rows, and picks the rows that are near what is seen. */
export function gridOf(keys: readonly string[], { width, top, seen, least }: View): WallGrid {
  const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const tile = (width - GAP * (columns - 1)) / columns;
  const height = tile / RATIO;
  const pitch = height + GAP;
  const rows = Math.ceil(keys.length / columns);
  const first = Math.max(0, Math.floor(top / pitch) - BEYOND);
  const last = Math.min(rows - 1, Math.floor((top + seen) / pitch) + BEYOND);
  const boxes: Box[] = [];
  for (let row = first; row <= last; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const key = keys[row * columns + column];
      if (key !== undefined) boxes.push({ key, column, row });
    }
  }
  return { columns, width: tile, height, total: Math.max(0, rows * pitch - GAP), boxes };
}

/** A tile size at which all tiles fit into what is seen, but none smaller than `least`. */
export function fitting(count: number, width: number, seen: number, least: number): number {
  for (let columns = 1; ; columns += 1) {
    const tile = (width - GAP * (columns - 1)) / columns;
    if (tile < least) return least;
    const rows = Math.ceil(count / columns);
    if (rows * (tile / RATIO + GAP) - GAP <= seen) return Math.floor(tile);
  }
}
