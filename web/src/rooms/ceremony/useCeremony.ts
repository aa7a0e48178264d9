import { useQueries, useQuery } from "@tanstack/react-query";

import { agreementQuery, ceremonyQuery, fairQuery, itemQuery } from "@/api/records";
import type { Act, Agreement, Ceremony, Fair, Item } from "@/api/types";
import type { RoomView } from "@/call";
import { useNames } from "../names";
import { type CastMember, type Site, castOf } from "./cast";

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

export interface ActOnStage {
  agreements: Agreement[];
  sites: Site[];
  name: (member: CastMember) => string;
  organisation: (id: string | undefined) => string;
}

/** An act with its agreements, as far as the viewer may see them, and who stands where. */
export function useActOnStage(act: Act | undefined, room: RoomView | undefined): ActOnStage {
  const found = useQueries({ queries: (act?.agreements ?? []).map((id) => ({ ...agreementQuery(id), retry: false })) });
  const agreements = found.flatMap(({ data }) => (data ? [data] : []));
  const names = useNames(...agreements);
  const inRoom = (person: string) => room?.participants.find((one) => one.person === person)?.name;
  return {
    agreements,
    sites: act ? castOf(act, agreements, room) : [],
    name: (member) => names(member.person) || (inRoom(member.person) ?? ""),
    organisation: (id) => names(id),
  };
}
