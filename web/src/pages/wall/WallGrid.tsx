import { type CSSProperties, useRef } from "react";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { WallTile } from "./WallTile";
import { type Box, GAP, fitting, gridOf } from "./grid";
import type { WallSite } from "./sites";
import { useSeen } from "./useSeen";
import type { SurveyControl } from "./useSurvey";
import styles from "./wall.module.css";

interface Props {
  call: Call;
  room: RoomView;
  sites: WallSite[];
  large: string | undefined;
  onChoose: (site: WallSite) => void;
  survey: SurveyControl;
}

/** Tiles smaller than this can't be told apart. */
const LEAST = 142;
/** How much of the height the large tile takes. */
const LARGE = 0.62;

/**
 * All tiles in one box, placed by their styles alone: a tile that becomes large, or moves, stays the same element,
 * and its picture goes on. Only those near what is seen exist.
 */
export function WallGrid({ call, room, sites, large, onChoose, survey }: Props) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const { width, seen, top } = useSeen(frame);
  const big = sites.find(({ key }) => key === large);
  const rest = big ? sites.filter((site) => site !== big) : sites;
  const above = big ? Math.round(seen * LARGE) + GAP : 0;
  const least = fitting(rest.length, width, seen - above, LEAST);
  const grid = gridOf(rest.map(({ key }) => key), { width, top, seen: seen - above, least });
  const place = ({ column, row }: Box): CSSProperties => ({
    insetInlineStart: column * (grid.width + GAP),
    insetBlockStart: above + row * (grid.height + GAP),
    inlineSize: grid.width,
    blockSize: grid.height,
  });
  const shown: { site: WallSite; style: CSSProperties }[] = [
    ...(big ? [{ site: big, style: { blockSize: above - GAP } }] : []),
    ...grid.boxes.flatMap((box) => {
      const site = rest.find(({ key }) => key === box.key);
      return site ? [{ site, style: place(box) }] : [];
    }),
  ];
  return (
    <div ref={frame} className={styles.frame} tabIndex={-1}>
      {sites.length === 0 && <p className={styles.empty}>{t("wall-empty")}</p>}
      <div className={styles.grid} style={{ blockSize: above + grid.total }} data-testid="wall">
        {[...shown]
          // The order in the page never changes with the place, so that no element is moved about.
          .sort((a, b) => a.site.key.localeCompare(b.site.key))
          .map(({ site, style }) => (
            <WallTile key={site.key} call={call} room={room} site={site} style={style} large={site === big} onChoose={onChoose} survey={survey} />
          ))}
      </div>
    </div>
  );
}
