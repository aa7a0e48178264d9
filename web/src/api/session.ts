import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "./client";
import { isSignedOut } from "./problem";
import type { LocalizedText, OrganisationKind, Role } from "./types";

export interface Membership {
  id: string;
  role: Role;
  organisation_id: string;
  organisation_name: LocalizedText;
  organisation_kind: OrganisationKind;
  region?: string | null;
}

export interface Me {
  person: { id: string; name: LocalizedText; email: string; locale: string };
  memberships: Membership[];
  active_membership: Membership;
  demo: boolean;
  tenant: { name: LocalizedText };
}

/** Who is signed in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await get<Me>("/session", undefined, signal);
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The signed-in person; only for pages that the router shows to signed-in people. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("useMe stands on a page open to the public");
  return data;
}

/** Whether the active membership has one of these roles. For what to show; the server decides what is allowed. */
export function useRole(...roles: Role[]): boolean {
  const { data } = useQuery(sessionQuery);
  return !!data && roles.includes(data.active_membership.role);
}

/** Signing out and changing the hat; both forget everything read so far. */
export function useSessionActions() {
  const client = useQueryClient();
  return {
    signOut: async () => {
      await post("/sign-out");
      client.clear();
      window.location.assign("/sign-in");
    },
    speak: async (locale: string) => {
      await patch("/session", { locale });
      await client.invalidateQueries({ queryKey: ["session"] });
    },
    activate: async (membership: string) => {
      await post("/session/membership", { membership_id: membership });
      await client.invalidateQueries();
    },
  };
}
