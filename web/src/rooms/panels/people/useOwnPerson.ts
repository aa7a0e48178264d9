import { useQuery } from "@tanstack/react-query";

import { sessionQuery } from "@/api/session";

/** The reader's own id in the business record, by which the room knows the person behind a presence. */
export function useOwnPerson(): string | undefined {
  return useQuery(sessionQuery).data?.person.id;
}
