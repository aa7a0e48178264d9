import type { MenuProps } from "antd";

import type { Call, Participant, RoomView, Source } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";

type Items = NonNullable<MenuProps["items"]>;

/** What a moderator can do with one participant on the stage; empty for everyone else. */
export function useHostMenu(call: Call, room: RoomView, one: Participant): Items {
  const t = useT();
  const act = useRoomAction();
  if (!room.me.grants.moderate || one.id === room.me.participant) return [];
  const { host } = call;
  const muting = (["microphone", "camera", "screen"] as Source[]).flatMap((source) => {
    const track = one.tracks.find((known) => known.source === source);
    if (!track) return [];
    const muted = track.muted_by_host;
    return [
      {
        key: `mute-${source}`,
        label: muted ? t(`rooms-host-unmute-${source}`) : t(`rooms-host-mute-${source}`),
        onClick: () => {
          const sound = one.tracks.filter((known) => source === "screen" && known.source === "screen_audio");
          act(() => Promise.all([track, ...sound].map((known) => host.mute(one.id, known.source, !muted))));
        },
      },
    ];
  });
  const shown = room.state.spotlight?.participant === one.id;
  const source: Source = one.tracks.some((track) => track.source === "screen") ? "screen" : "camera";
  const rest: Items = [
    {
      key: "spotlight",
      label: shown ? t("rooms-host-unspotlight") : t("rooms-host-spotlight"),
      onClick: () => {
        act(() => host.spotlight(shown ? null : { participant: one.id, source }));
      },
    },
    { type: "divider" },
    { key: "demote", label: t("rooms-host-demote"), onClick: () => { act(() => host.demote(one.id)); } },
    { key: "remove", danger: true, label: t("rooms-host-remove"), onClick: () => { act(() => host.remove(one.id)); } },
  ];
  return [...muting, ...(one.role === "host" ? rest.slice(0, 1) : rest)];
}
