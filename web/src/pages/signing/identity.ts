import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Agreement, IdentityFactor, Signatory } from "@/api/types";

/** What `GET /agreements/{id}/signing/identity` says: what is asked besides the key, and what stands of it. */
export interface Identity {
  needed: number;
  /** Minutes for which a factor stands. */
  minutes: number;
  /** Whether the recital and the own word on camera are asked for. */
  spoken: boolean;
  standing: ({ expires_at: string } & IdentityFactor)[];
  /** Where a code goes, as far as its owner needs to know it again. */
  address: string;
}

const SOONEST_MS = 1_000;

export const identityQuery = (agreement: string) =>
  queryOptions({
    queryKey: ["agreements", agreement, "identity"],
    queryFn: ({ signal }) => get<Identity>(`/agreements/${agreement}/signing/identity`, undefined, signal),
    // Asked again when the next factor runs out, so that the page never offers what would be refused.
    refetchInterval: ({ state }) => nextExpiry(state.data, Date.now()) ?? false,
  });

/** Milliseconds until the next factor runs out; undefined when none stands. */
export function nextExpiry(identity: Identity | undefined, now: number): number | undefined {
  const ends = (identity?.standing ?? []).map(({ expires_at }) => Date.parse(expires_at) - now);
  return ends.length > 0 ? Math.max(SOONEST_MS, Math.min(...ends) + SOONEST_MS) : undefined;
}

/** Whether everything asked for stands; undefined until the server said what it asks. */
export function isIdentified(identity: Identity | undefined, agreement: Pick<Agreement, "recital">, mine: Pick<Signatory, "will">): boolean | undefined {
  return identity && identity.standing.length >= identity.needed && (!identity.spoken || Boolean(agreement.recital && mine.will));
}
