import type { FieldPlace, Signatory } from "@/api/types";

/** Where a page lies in PDF's coordinates, in points: left and lower edge, width, height. */
export interface PageBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A field as wide as a visible signature at five sixths of its size, in hundredths of a point. */
const WIDTH = 18_800;
const HEIGHT = 7_000;
const MARGIN = 4_000;
const GAP = 1_200;

const hundredths = (points: number) => Math.round(points * 100);

/** Returns a field as it would lie wholly on its page. */
export function within(field: FieldPlace, page: PageBox): FieldPlace {
  const [left, bottom] = [hundredths(page.x), hundredths(page.y)];
  const [right, top] = [hundredths(page.x + page.width), hundredths(page.y + page.height)];
  const width = Math.min(field.width, right - left);
  const height = Math.min(field.height, top - bottom);
  const x = Math.max(left, Math.min(field.x, right - width));
  const y = Math.max(bottom, Math.min(field.y, top - height));
  return { ...field, width, height, x, y };
}

/** Places everybody at the foot of a page, two beside each other, the first above. */
export function atFoot(signatories: Pick<Signatory, "id">[], number: number, page: PageBox): FieldPlace[] {
  const rows = Math.ceil(signatories.length / 2);
  const width = Math.min(WIDTH, Math.floor((hundredths(page.width) - 2 * MARGIN - GAP) / 2));
  const height = Math.round((HEIGHT * width) / WIDTH);
  return signatories.map(({ id }, index) => {
    const row = rows - 1 - Math.floor(index / 2);
    const x = hundredths(page.x) + (index % 2 === 0 ? MARGIN : hundredths(page.width) - MARGIN - width);
    const y = hundredths(page.y) + MARGIN + row * (height + GAP);
    return within({ signatory: id, page: number, x, y, width, height }, page);
  });
}

/** Moves a field by points to the right and up; it stays on its page. */
export function moved(field: FieldPlace, right: number, up: number, page: PageBox): FieldPlace {
  return within({ ...field, x: field.x + hundredths(right), y: field.y + hundredths(up) }, page);
}

/** Returns where a field is drawn on its page, in shares of the page from its upper left corner. */
export function drawnAt(field: FieldPlace, page: PageBox) {
  return {
    left: (field.x / 100 - page.x) / page.width,
    top: 1 - (field.y / 100 + field.height / 100 - page.y) / page.height,
    width: field.width / 100 / page.width,
    height: field.height / 100 / page.height,
  };
}

/** How far an arrow key moves a field, in points to the right and up; with Shift ten times as far. */
export function step(key: string, far: boolean): [number, number] | undefined {
  const by = far ? 20 : 2;
  const steps: Record<string, [number, number]> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] };
  return steps[key];
}

/** Says whether two fields lie over each other on one page. */
export function overlap(one: FieldPlace, other: FieldPlace): boolean {
  const apart = (a: number, aSize: number, b: number, bSize: number) => a + aSize <= b || b + bSize <= a;
  return one.page === other.page && !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height);
}
