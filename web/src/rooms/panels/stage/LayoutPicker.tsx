import { LayoutOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import type { ReactNode } from "react";

import type { Call, LayoutKind, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

const KINDS = ["automatic", "speaker", "side_by_side", "grid", "presentation"] as const;
type Choice = (typeof KINDS)[number];

/** How everybody's stage is arranged; a change is seen by all at once. */
export function LayoutPicker({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const now: LayoutKind | "automatic" = room.state.layout?.kind ?? "automatic";
  const choose = (kind: Choice) => {
    act(() => call.desk.host.layout(kind === "automatic" ? null : { kind, places: room.state.layout?.places ?? [] }));
  };
  const content = (
    <div className={styles.layouts} role="radiogroup" aria-label={t("layout-title")}>
      {KINDS.map((kind) => (
        <button key={kind} type="button" role="radio" aria-checked={kind === now} onClick={() => { choose(kind); }}>
          <Pictogram kind={kind} />
          <span>{t(`layout-${kind}`)}</span>
        </button>
      ))}
      <small>{t("layout-note")}</small>
    </div>
  );
  return (
    <Popover trigger="click" placement="top" title={t("layout-title")} content={content}>
      <button type="button" className={parts.tool} aria-label={t("layout-title")} title={t("layout-title")} aria-keyshortcuts="l">
        <LayoutOutlined />
        <span className={parts.toolWord}>{t("layout-word")}</span>
      </button>
    </Popover>
  );
}

type Box = [x: number, y: number, width: number, height: number];

const BOXES: Record<Choice, Box[]> = {
  automatic: [[2, 2, 44, 23], [37, 4, 7, 5]],
  speaker: [[2, 2, 33, 23], [37, 2, 9, 6], [37, 10, 9, 6], [37, 18, 9, 6]],
  side_by_side: [[2, 5, 21, 17], [25, 5, 21, 17]],
  grid: [[2, 2, 13, 11], [17, 2, 14, 11], [33, 2, 13, 11], [2, 15, 13, 10], [17, 15, 14, 10], [33, 15, 13, 10]],
  presentation: [[2, 2, 31, 23], [36, 16, 10, 8]],
};

function Pictogram({ kind }: { kind: Choice }): ReactNode {
  const text = kind === "presentation" ? "M7 8h20M7 13h20M7 18h12" : kind === "automatic" ? "M18 17l4-9 4 9M19.500 14h5" : "";
  return (
    <svg viewBox="0 0 48 27" width="72" height="40" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
      {BOXES[kind].map(([x, y, width, height]) => (
        <rect key={`${String(x)}-${String(y)}`} x={x} y={y} width={width} height={height} rx="1.500" fill="rgb(127 159 232 / 22%)" />
      ))}
      <path d={text} strokeLinecap="round" />
    </svg>
  );
}
