import type { Item } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { BreakoutTool } from "@/rooms/panels/breakout/BreakoutTool";
import { BrochureTool } from "@/rooms/panels/brochure/BrochureTool";
import { CaptionsTool } from "@/rooms/panels/captions/CaptionsTool";
import { HostControls } from "./HostControls";
import type { PitchOnStage } from "./usePitchOnStage";

interface Props {
  item: Item;
  call: Call;
  room: RoomView;
  pitch: PitchOnStage;
}

/** The hall's own buttons in the bar: captions, the brochure, a talk aside, and what the host has. */
export function HallTools({ item, call, room, pitch }: Props) {
  if (room.inLobby) return null;
  return (
    <>
      <CaptionsTool call={call} room={room} />
      <BrochureTool call={call} room={room} pitches={pitch.all} />
      <BreakoutTool call={call} room={room} fair={item.fair} />
      {room.me.grants.moderate && <HostControls item={item} call={call} room={room} current={pitch.current} />}
    </>
  );
}
