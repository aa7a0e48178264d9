import { App } from "antd";
import { useEffect, useRef } from "react";

import type { RoomView } from "@/call";
import { useT } from "@/i18n/useT";

/** Tells a person that the host brought it on the stage, or back: its buttons change, and it may look elsewhere. */
export function useStageNote(room: RoomView | undefined): void {
  const { message } = App.useApp();
  const t = useT();
  const may = room?.me.grants.publish_camera;
  const known = useRef(may);
  const there = room !== undefined && room.me.grants.subscribe;
  useEffect(() => {
    const before = known.current;
    known.current = may;
    if (!there || before === undefined || before === may) return;
    void message.info(may ? t("rooms-brought-on-stage") : t("rooms-back-in-audience"), 6);
  }, [may, there, message, t]);
}
