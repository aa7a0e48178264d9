import { useQuery } from "@tanstack/react-query";

import { pitchesQuery, projectQuery } from "@/api/records";
import type { Item, Pitch, Project } from "@/api/types";

export interface PitchOnStage {
  all: Pitch[];
  current: Pitch | undefined;
  project: Project | undefined;
}

/** Finds the pitch being given: the room's focus, which is instant, else what the record says. */
export function usePitchOnStage(item: Item, focus: string | null | undefined): PitchOnStage {
  const list = useQuery(pitchesQuery({ item: item.id, per_page: 200 }));
  const all = list.data?.items ?? [];
  const current = all.find(({ id }) => id === focus) ?? all.find(({ id }) => id === item.current_pitch);
  const project = useQuery({ ...projectQuery(current?.project ?? ""), enabled: current !== undefined });
  return { all, current, project: current && project.data };
}
