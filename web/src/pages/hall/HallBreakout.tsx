import { Spin } from "antd";
import { Suspense, lazy, useEffect } from "react";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { awayIn } from "@/rooms/panels/breakout/mine";
import { useRoomAction } from "@/rooms/useRoomAction";

const NegotiationRoom = lazy(() => import("@/pages/negotiation/NegotiationPage").then((page) => ({ default: page.NegotiationRoom })));

/** The negotiation room one was called to, in the hall's place: the hall stays joined, and one step back leads there. */
export function HallBreakout({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const breakout = awayIn(room);
  useEffect(() => {
    // One is seen and heard there now, not here; the devices are needed there.
    for (const source of ["camera", "microphone", "screen"] as const) void call.unpublish(source).catch(() => undefined);
  }, [call]);
  if (!breakout) return null;
  const back = { label: t("breakout-back"), onBack: () => { act(() => call.desk.leaveBreakout(breakout.id)); } };
  return (
    <Suspense fallback={<Spin size="large" className="yq-page-spin" />}>
      <NegotiationRoom id={breakout.room} back={back} />
    </Suspense>
  );
}
