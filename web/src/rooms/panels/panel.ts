import type { ComponentType, ReactNode } from "react";

import type { Call, RoomView } from "@/call";

/** What every panel of a room works on. */
export interface PanelProps {
  call: Call;
  room: RoomView;
}

/**
 * One panel beside the stage. The rail knows nothing else about it: what is not said here needs no word of the
 * rail's, and a new panel is one more entry of the registry.
 */
export interface Panel {
  key: string;
  icon: ReactNode;
  /** The message that names it. */
  label: string;
  /** Whether it is there for this person in this room; always when absent. */
  shown?: (room: RoomView) => boolean;
  /** How many are in it. */
  count?: (room: RoomView) => number;
  /** Whether its count is of people or things that wait for the reader. */
  waiting?: (room: RoomView) => boolean;
  /** How much of others came after `since` (server's clock), for what is read in time. */
  news?: (room: RoomView, since: number) => number;
  body: ComponentType<PanelProps>;
}

/** A tab of the rail: a panel made ready for one room, or something of the page's own. */
export interface RailTab {
  key: string;
  icon: ReactNode;
  label: string;
  count?: number;
  waiting?: boolean;
  news?: (since: number) => number;
  panel: ReactNode;
}
