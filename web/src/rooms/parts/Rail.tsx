import { type ReactNode, useId, useState } from "react";

import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { ChatPanel } from "./ChatPanel";
import { HandsPanel } from "./HandsPanel";
import { PeoplePanel } from "./PeoplePanel";
import styles from "./parts.module.css";

export interface RailTab {
  key: string;
  label: string;
  count?: number;
  /** Somebody waits for the reader here. */
  waiting?: boolean;
  panel: ReactNode;
}

interface Props {
  call: Call | undefined;
  room: RoomView | undefined;
  /** Tabs of the page's own, before the room's. */
  extra?: RailTab[];
  className?: string | undefined;
}

/** The column beside the stage: chat, people, hands, and what the page adds. */
export function Rail({ call, room, extra = [], className }: Props) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const [chosen, setChosen] = useState<string>();
  const own: RailTab[] =
    call && room
      ? [
          { key: "chat", label: t("rooms-chat"), panel: <ChatPanel call={call} room={room} /> },
          {
            key: "people",
            label: t("rooms-people"),
            count: room.participants.length + room.viewers,
            panel: <PeoplePanel call={call} room={room} />,
          },
          {
            key: "hands",
            label: t("rooms-hands"),
            count: room.hands.length,
            waiting: room.me.grants.moderate,
            panel: <HandsPanel call={call} room={room} />,
          },
        ]
      : [];
  const tabs = [...extra, ...own];
  const shown = tabs.find(({ key }) => key === chosen) ?? tabs[0];
  return (
    <aside className={`${styles.rail ?? ""} ${className ?? ""}`}>
      <div className={styles.tabs} role="tablist" onKeyDown={moveFocus}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            className={tab.waiting ? `${styles.tab ?? ""} ${styles.waiting ?? ""}` : styles.tab}
            aria-selected={tab === shown}
            tabIndex={tab === shown ? 0 : -1}
            aria-controls={`${id}-panel`}
            onClick={() => {
              setChosen(tab.key);
            }}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <em>{format.number(tab.count)}</em>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={shown && `${id}-${shown.key}`} className={styles.panel}>
        {shown?.panel}
      </div>
    </aside>
  );
}

/** Arrow keys go from tab to tab, as screen-reader users expect. */
function moveFocus({ key, currentTarget }: React.KeyboardEvent<HTMLDivElement>): void {
  const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const tabs = [...currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const mirrored = document.dir === "rtl" ? -step : step;
  const next = tabs[(tabs.indexOf(document.activeElement as HTMLElement) + mirrored + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
