import type { MenuProps } from "antd";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../../useRoomAction";

type Items = NonNullable<MenuProps["items"]>;

interface Person {
  id: string;
  person: string;
}

/** What anybody can do with anybody else: ask for a private talk. */
export function usePersonMenu(call: Call, room: RoomView, own: string | undefined): (one: Person) => Items {
  const t = useT();
  const act = useRoomAction();
  return (one) => {
    if (!room.me.grants.chat || one.person === own) return [];
    const talk = room.own.private.find(({ person }) => person === one.person);
    if (talk && talk.state !== "closed") return [];
    return [{ key: "talk", label: t("talks-ask"), onClick: () => { act(() => call.desk.askPrivate(one.id)); } }];
  };
}
