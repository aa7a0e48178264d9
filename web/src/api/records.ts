import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Query, get } from "./client";
import type { Agreement, Ceremony, CeremonyStage, Fair, Interest, Item, LiveRoom, Meeting, Organisation, Page, Person, Pitch, Project, Region } from "./types";

/** Query keys start with the plural that the change feed names (see `changes.ts`). */
function list<T>(resource: string, path = `/${resource}`) {
  return (query: Query = {}) =>
    queryOptions({
      queryKey: [resource, path, query],
      queryFn: ({ signal }) => get<Page<T>>(path, query, signal),
      placeholderData: keepPreviousData,
    });
}

function record<T>(resource: string) {
  return (id: string) => queryOptions({ queryKey: [resource, id], queryFn: ({ signal }) => get<T>(`/${resource}/${id}`, undefined, signal), enabled: id !== "" });
}

export const fairsQuery = list<Fair>("fairs");
export const fairQuery = record<Fair>("fairs");
export const itemsQuery = (fair: string, query: Query = {}) => list<Item>("items", `/fairs/${fair}/items`)({ per_page: 200, sort: "starts_at", ...query });
export const itemQuery = record<Item>("items");
export const projectsQuery = list<Project>("projects");
export const projectQuery = record<Project>("projects");
export const pitchesQuery = list<Pitch>("pitches");
export const pitchQuery = record<Pitch>("pitches");
export const interestsQuery = list<Interest>("interests");
export const interestQuery = record<Interest>("interests");
export const meetingsQuery = list<Meeting>("meetings");
export const meetingQuery = record<Meeting>("meetings");
export const agreementsQuery = list<Agreement>("agreements");
export const agreementQuery = record<Agreement>("agreements");
export const ceremoniesQuery = list<Ceremony>("ceremonies");
export const ceremonyQuery = record<Ceremony>("ceremonies");
export const stageQuery = (id: string) =>
  queryOptions({ queryKey: ["ceremonies", id, "stage"], queryFn: ({ signal }) => get<CeremonyStage>(`/ceremonies/${id}/stage`, undefined, signal), enabled: id !== "" });
/** The live rooms and who is in them; that moves without the record, so it is asked for again and again. */
export const liveQuery = (fair: string) =>
  queryOptions({
    queryKey: ["live", fair],
    queryFn: ({ signal }) => get<LiveRoom[]>(`/fairs/${fair}/live`, undefined, signal),
    refetchInterval: 10_000,
    enabled: fair !== "",
  });
export const organisationsQuery = list<Organisation>("organisations");
export const organisationQuery = record<Organisation>("organisations");
export const peopleQuery = list<Person>("people");
export const personQuery = record<Person>("people");

export const regionsQuery = queryOptions({
  queryKey: ["regions"],
  queryFn: ({ signal }) => get<{ items: Region[] }>("/regions", { per_page: 500 }, signal).then((reply) => reply.items),
  staleTime: 300_000,
});

/** Every page of a list, one after another; for exports and pickers, not for screens. */
export async function everything<T>(path: string, query: Query, most = 5000): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; all.length < most; page += 1) {
    const reply = await get<Page<T>>(path, { ...query, page, per_page: 200 });
    all.push(...reply.items);
    if (reply.items.length === 0 || all.length >= reply.total) break;
  }
  return all;
}
