import { useMemo } from "react";

import type { Act, CeremonyStage } from "@/api/types";
import type { RoomView } from "@/call";
import { useNames } from "@/rooms/names";
import { type Expected, type WallSite, sitesOf } from "./sites";

/** Everyone the wall has a tile for: who is there, and whom the ceremony's agreements expect. */
export function useSites(stage: CeremonyStage | undefined, act: Act | undefined, room: RoomView | undefined): WallSite[] {
  const names = useNames(stage);
  const participants = room?.participants;
  const ready = room?.ready;
  return useMemo(() => {
    const places = (stage?.acts ?? []).flatMap(({ id, agreements }) =>
      agreements.flatMap(({ signatories }) => signatories.map((one) => ({ act: id, person: one.person, organisation: one.organisation }))),
    );
    const byPerson = new Map<string, Expected>(
      places.map(({ person, organisation }) => [person, { person, name: names(person), place: names(organisation) }]),
    );
    const called = new Set(places.filter((one) => one.act === act?.id).map(({ person }) => person));
    return sitesOf({ participants: participants ?? [], ready: ready ?? [] }, [...byPerson.values()], act?.id, called);
    // The lookup is made anew with every render; what it looks up changes with the stage alone.
  }, [stage, act?.id, participants, ready]);
}
