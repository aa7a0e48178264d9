import { queryOptions } from "@tanstack/react-query";

import { get, post, put } from "@/api/client";
import type { Agreement } from "@/api/types";
import type { ShownCertificate } from "./ticket";

/** Something that a signing service asks for each signature. */
export interface Question {
  id: string;
  type: string;
  label: string;
}

/** A key that a signing service keeps. */
export interface Credential {
  id: string;
  certificate: ShownCertificate;
  questions: Question[];
}

export const servicesQuery = queryOptions({
  queryKey: ["signing-services"],
  queryFn: async ({ signal }) => (await get<{ items: string[] }>("/signing-services", undefined, signal)).items,
  staleTime: Infinity,
});

const at = (agreement: string) => `/agreements/${agreement}/signing/remote`;

export async function credentialsOf(agreement: string, service: string, user: string): Promise<Credential[]> {
  return (await post<{ items: Credential[] }>(`${at(agreement)}/credentials`, { service, user })).items;
}

export const chooseCredential = (agreement: string, service: string, credential: string) =>
  put<Credential>(at(agreement), { service, credential });

export const signRemotely = (agreement: string, answers: { id: string; value: string }[]) =>
  post<Agreement>(`${at(agreement)}/signature`, { answers });
