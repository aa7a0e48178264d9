import { useQueries, useQuery } from "@tanstack/react-query";

import { agreementQuery, ceremonyQuery, fairQuery, itemQuery } from "@/api/records";
import type { Act, Agreement, Ceremony, CeremonyStage, Fair, Item, StagedAgreement } from "@/api/types";
import type { RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useNames } from "../names";
import { type Cast, type CastMember, type Site, castOf } from "./cast";

export interface CeremonyRecords {
  ceremony: Ceremony | undefined;
  item: Item | undefined;
  fair: Fair | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => void;
}

/** A ceremony with its programme item and its fair. */
export function useCeremony(id: string): CeremonyRecords {
  const ceremony = useQuery(ceremonyQuery(id));
  const item = useQuery(itemQuery(ceremony.data?.item ?? ""));
  const fair = useQuery(fairQuery(ceremony.data?.fair ?? ""));
  return {
    ceremony: ceremony.data,
    item: item.data,
    fair: fair.data,
    error: ceremony.error,
    isPending: ceremony.isPending,
    refetch: () => void ceremony.refetch(),
  };
}

/** An act as it is set on a stage: its agreements, and who stands where. */
export interface ActOnStage<A extends Cast = StagedAgreement> {
  agreements: A[];
  sites: Site[];
  name: (member: CastMember) => string;
  organisation: (id: string | undefined) => string;
}

/** The stage of a ceremony as its audience sees it. */
export function useActOnStage(stage: CeremonyStage | undefined, act: Act | undefined, room: RoomView | undefined): ActOnStage {
  const agreements = stage?.acts.find(({ id }) => id === act?.id)?.agreements ?? [];
  return staged(act, agreements, room, useNames(stage), useT());
}

/** Any act with its agreements' records, for those who run the ceremony. */
export function useActRecords(act: Act | undefined, room: RoomView | undefined): ActOnStage<Agreement> {
  const found = useQueries({ queries: (act?.agreements ?? []).map((id) => ({ ...agreementQuery(id), retry: false })) });
  const agreements = found.flatMap(({ data }) => (data ? [data] : []));
  return staged(act, agreements, room, useNames(...agreements), useT());
}

function staged<A extends Cast>(act: Act | undefined, agreements: A[], room: RoomView | undefined, names: (id: string | undefined) => string, t: ReturnType<typeof useT>): ActOnStage<A> {
  return {
    agreements,
    sites: act ? castOf(act, agreements, room) : [],
    name: ({ person, inPlaceOf }) => (inPlaceOf ? `${names(person)} (${t("signing-for", { name: names(inPlaceOf) })})` : names(person)),
    organisation: names,
  };
}
