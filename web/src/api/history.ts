import { queryOptions } from "@tanstack/react-query";
import { everything } from "./records";
import type { LocalizedText } from "./types";

/** One thing that happened, as the record tells it. */
export interface HistoryLine {
  /** Position of its entry in the journal. */
  seq: number;
  at: string;
  by: "system" | { person: { person: string; membership: string } };
  /** Who did it; none for the system. */
  name: LocalizedText | null;
  /** What happened, kebab-case: `project-proposed`, `interest-answered`, … */
  what: string;
  /** The event's own data. */
  details: Record<string, unknown>;
}

export const projectHistoryQuery = (id: string) =>
  queryOptions({ queryKey: ["projects", id, "history"], queryFn: () => everything<HistoryLine>(`/projects/${id}/history`, {}) });
