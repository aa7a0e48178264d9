import type { ComponentProps } from "react";

import { Stage } from "../parts/Stage";
import { GridStage } from "./GridStage";
import { placesOf } from "./order";

/** More than this many do not fit on one page of a grid. */
const ONE_PAGE = 25;

/** The stage as the operator laid it out; a grid of more people than fit on one page has pages. */
export function RoomStage(props: ComponentProps<typeof Stage>) {
  const { call, room, overlay } = props;
  const { layout, document } = room?.state ?? {};
  const paged = room && !document && layout?.kind === "grid" && placesOf(room.participants).length > ONE_PAGE;
  return call && paged ? <GridStage call={call} room={room} overlay={overlay} /> : <Stage {...props} />;
}
