import { useState } from "react";

import type { Call, RoomView } from "@/call";
import { useRoomAction } from "@/rooms/useRoomAction";
import { WallGrid } from "./WallGrid";
import { WallTools } from "./WallTools";
import { type Filter, type WallSite, arranged } from "./sites";
import type { SurveyControl } from "./useSurvey";

interface Props {
  call: Call;
  room: RoomView;
  sites: WallSite[];
  survey: SurveyControl;
}

/** The tiles and what chooses among them. One tile is large at most; it may go to everyone's screens with the same click. */
export function WallView({ call, room, sites, survey }: Props) {
  const act = useRoomAction();
  const [filter, setFilter] = useState<Filter>({ words: "", only: "all", order: "ready" });
  const [large, setLarge] = useState<string>();
  const [straight, setStraight] = useState(false);
  const shown = arranged(sites, filter);
  const choose = (site: WallSite) => {
    const opens = large !== site.key;
    setLarge(opens ? site.key : undefined);
    const participant = site.participant?.id;
    if (straight && participant) act(() => call.host.spotlight(opens ? { participant, source: "camera" } : null));
  };
  return (
    <>
      <WallTools sites={sites} shown={shown.length} filter={filter} onFilter={setFilter} straight={straight} onStraight={setStraight} />
      <WallGrid call={call} room={room} sites={shown} large={large} onChoose={choose} survey={survey} />
    </>
  );
}
