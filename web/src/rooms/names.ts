import type { LocalizedText } from "@/api/types";
import { usePick } from "@/i18n/localized";

/** What the API adds to every object: the names of what it mentions, by id. */
interface Named {
  names?: Record<string, LocalizedText>;
}

/** Returns the lookup from an id to its name in the reader's language, over all the objects given. */
export function useNames(...objects: (object | null | undefined)[]): (id: string | null | undefined) => string {
  const pick = usePick();
  return (id) => {
    if (!id) return "";
    for (const object of objects) {
      const name = (object as Named | null | undefined)?.names?.[id];
      if (name) return pick(name);
    }
    return "";
  };
}

/** The names as the record has them, in every language. */
export function namesOf(object: object | null | undefined, id: string): LocalizedText {
  return (object as Named | null | undefined)?.names?.[id] ?? {};
}
