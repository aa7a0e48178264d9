import type { Participant, RoomView } from "@/call";

/** How a site stands on the wall. */
export type SiteState = "seen" | "dark" | "away" | "absent";

/** One tile of the wall: somebody who sits at a site, there or expected. */
export interface WallSite {
  /** Keeps its tile while it comes, goes and moves. */
  key: string;
  participant: Participant | undefined;
  name: string;
  place: string;
  state: SiteState;
  ready: boolean;
  /** Whether it takes part in the act at hand. */
  called: boolean;
}

/** Somebody the record expects. */
export interface Expected {
  person: string;
  name: string;
  place: string;
}

export type Order = "ready" | "name" | "state";
export interface Filter {
  words: string;
  only: "all" | "ready" | "not-ready" | "called" | "trouble";
  order: Order;
}

/** Gathers those who are there and those who are expected; hosts and interpreters have no tile. */
export function sitesOf(room: Pick<RoomView, "participants" | "ready">, expected: readonly Expected[], act: string | undefined, called: ReadonlySet<string>): WallSite[] {
  const ready = new Set(room.ready.filter((one) => one.act === act).map(({ person }) => person));
  const there = room.participants.filter(({ role, grants }) => role !== "host" && role !== "interpreter" && grants.publish_camera);
  const present = there.map((participant): WallSite => {
    const { person, name, organisation } = participant;
    const known = expected.find((one) => one.person === person);
    return {
      key: person === "" ? participant.id : `${person}/${String(there.filter((one) => one.person === person).indexOf(participant))}`,
      participant,
      name: known?.name ?? name,
      place: (known?.place || organisation) ?? "",
      state: stateOf(participant),
      ready: ready.has(person),
      called: called.has(person),
    };
  });
  const here = new Set(there.map(({ person }) => person));
  const missing = expected
    .filter(({ person }) => !here.has(person))
    .map(({ person, name, place }): WallSite => ({ key: `${person}/0`, participant: undefined, name, place, state: "absent", ready: false, called: called.has(person) }));
  return [...present, ...missing];
}

function stateOf({ online, tracks }: Participant): SiteState {
  if (!online) return "away";
  return tracks.some(({ source, muted, muted_by_host }) => source === "camera" && !muted && !muted_by_host) ? "seen" : "dark";
}

const STATES: SiteState[] = ["away", "dark", "absent", "seen"];

/** The tiles that the operator wants to see, in the order asked for. */
export function arranged(sites: readonly WallSite[], { words, only, order }: Filter): WallSite[] {
  const wanted = words.trim().toLocaleLowerCase();
  const matches = ({ name, place }: WallSite) => !wanted || `${name} ${place}`.toLocaleLowerCase().includes(wanted);
  const passes = (site: WallSite) => {
    switch (only) {
      case "all":
        return true;
      case "ready":
        return site.ready;
      case "not-ready":
        return site.called && !site.ready;
      case "called":
        return site.called;
      case "trouble":
        return site.state !== "seen";
    }
  };
  const byName = (a: WallSite, b: WallSite) => a.place.localeCompare(b.place) || a.name.localeCompare(b.name) || a.key.localeCompare(b.key);
  const weight = (site: WallSite) =>
    order === "ready" ? Number(!site.called) * 2 + Number(site.ready) : order === "state" ? STATES.indexOf(site.state) : 0;
  return sites.filter((site) => matches(site) && passes(site)).sort((a, b) => weight(a) - weight(b) || byName(a, b));
}
