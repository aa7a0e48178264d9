import { DownOutlined } from "@ant-design/icons";
import { useCallback, useId, useState } from "react";

import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import type { RailTab } from "../panels/panel";
import { PANELS } from "../panels/registry";
import { useNarrow } from "../panels/useNarrow";
import { useUnread } from "../panels/useUnread";
import parts from "./parts.module.css";
import styles from "./rail.module.css";

interface Props {
  call: Call;
  room: RoomView | undefined;
  /** Tabs of the page's own, before the room's. */
  extra?: RailTab[];
  className?: string | undefined;
}

/**
 * The panels of a room: a column beside the stage, or on a phone a row of tabs at the foot whose panel comes up as a
 * sheet over the page.
 */
export function Rail({ call, room, extra = [], className }: Props) {
  const t = useT();
  const id = useId();
  const narrow = useNarrow();
  const [chosen, setChosen] = useState<string>();
  const tabs = [...extra, ...usePanels(call, room)];
  const shown = tabs.find(({ key }) => key === chosen) ?? (narrow ? undefined : tabs[0]);
  const now = useCallback(() => call.now(), [call]);
  const unread = useUnread(shown?.key, now);
  const classes = `${parts.aside ?? ""} ${styles.rail ?? ""} ${className ?? ""}`;
  if (tabs.length === 0) return <aside className={classes} />;
  return (
    <aside className={classes} data-open={shown !== undefined} aria-label={t("panels-rail")}>
      <div className={styles.tabs} role="tablist" onKeyDown={moveFocus}>
        {tabs.map((tab, index) => (
          <Tab
            key={tab.key}
            tab={tab}
            id={`${id}-${tab.key}`}
            panel={`${id}-panel`}
            selected={tab === shown}
            reachable={shown ? tab === shown : index === 0}
            shortcut={String(index + 1)}
            unread={unread(tab)}
            onClick={() => {
              setChosen(narrow && tab === shown ? undefined : tab.key);
            }}
          />
        ))}
      </div>
      {shown && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.key}`} className={styles.panel}>
          {narrow && (
            <header className={styles.sheetHead}>
              <b>{shown.label}</b>
              <button type="button" aria-label={t("rooms-close")} onClick={() => { setChosen(undefined); }}>
                <DownOutlined />
              </button>
            </header>
          )}
          {shown.panel}
        </div>
      )}
    </aside>
  );
}

/** The registry's panels that are there for this person now. */
function usePanels(call: Call, room: RoomView | undefined): RailTab[] {
  const t = useT();
  if (!room || room.inLobby) return [];
  return PANELS.filter(({ shown }) => shown?.(room) ?? true).map(({ key, icon, label, count, waiting, news, body: Body }) => ({
    key,
    icon,
    label: t(label),
    ...(count && { count: count(room) }),
    ...(waiting && { waiting: waiting(room) }),
    ...(news && { news: (since: number) => news(room, since) }),
    panel: <Body call={call} room={room} />,
  }));
}

interface TabProps {
  tab: RailTab;
  id: string;
  panel: string;
  selected: boolean;
  reachable: boolean;
  shortcut: string;
  unread: number;
  onClick: () => void;
}

function Tab({ tab, id, panel, selected, reachable, shortcut, unread, onClick }: TabProps) {
  const t = useT();
  const format = useFormat();
  const waits = tab.waiting === true && (tab.count ?? 0) > 0;
  const figure = unread > 0 ? unread : (tab.count ?? 0);
  return (
    <button
      type="button"
      role="tab"
      id={id}
      className={styles.tab}
      aria-selected={selected}
      aria-keyshortcuts={shortcut}
      data-name={tab.label}
      tabIndex={reachable ? 0 : -1}
      {...(selected && { "aria-controls": panel })}
      onClick={onClick}
    >
      <span aria-hidden="true">{tab.icon}</span>
      {tab.label}
      {figure > 0 && (
        <em className={unread > 0 || waits ? styles.urgent : undefined} title={unread > 0 ? t("panels-unread", { count: unread }) : undefined}>
          {format.number(figure)}
        </em>
      )}
    </button>
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
