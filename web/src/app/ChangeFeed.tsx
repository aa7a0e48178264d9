import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followChanges } from "@/api/changes";
import { sessionQuery } from "@/api/session";

/** Keeps open pages fresh while somebody is signed in. */
export function ChangeFeed() {
  const client = useQueryClient();
  const person = useQuery(sessionQuery).data?.person.id;
  useEffect(() => (person ? followChanges(client) : undefined), [client, person]);
  return null;
}
