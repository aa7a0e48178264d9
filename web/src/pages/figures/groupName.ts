import type { Breakdown, FigureGroup } from "@/api/figures";
import { stages, type Stage } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

/** Names a group of a breakdown: the city, the industry, the stage, the currency. */
export function useGroupName(by: Breakdown): (group: Pick<FigureGroup, "key" | "label">) => string {
  const t = useT();
  const pick = usePick();
  return ({ key, label }) => {
    if (by === "stage") return `S${stages.indexOf(key as Stage) + 1} ${t(`stage-${key}`)}`;
    return pick(label) || key;
  };
}
