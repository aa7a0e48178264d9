import type { MenuProps } from "antd";

import type { Call, Participant, RoomView, Source } from "@/call";
import { useT } from "@/i18n/useT";
import { useRemoval } from "../panels/people/useRemoval";
import { useRoomAction } from "../useRoomAction";

type Items = NonNullable<MenuProps["items"]>;

/** What a moderator can do with one listed participant; empty for everyone else. */
export function useHostMenu(call: Call, room: RoomView, one: Participant): Items {
  const t = useT();
  const act = useRoomAction();
  const remove = useRemoval(call);
  if (!room.me.grants.moderate || one.id === room.me.participant) return [];
  const { host, desk } = call;
  const item = (key: string, label: string, run: () => Promise<unknown>) => ({ key, label: t(label), onClick: () => { act(run); } });
  const muting = (["microphone", "camera", "screen"] as Source[]).flatMap((source) => {
    const track = one.tracks.find((known) => known.source === source);
    if (!track) return [];
    const muted = track.muted_by_host;
    const sound = one.tracks.filter((known) => source === "screen" && known.source === "screen_audio");
    const label = muted ? `rooms-host-unmute-${source}` : `rooms-host-mute-${source}`;
    return [item(`mute-${source}`, label, () => Promise.all([track, ...sound].map((known) => host.mute(one.id, known.source, !muted))))];
  });
  const shown = room.state.spotlight?.participant === one.id;
  const source: Source = one.tracks.some((track) => track.source === "screen") ? "screen" : "camera";
  const stage = [
    item("spotlight", shown ? "rooms-host-unspotlight" : "rooms-host-spotlight", () =>
      host.spotlight(shown ? null : { participant: one.id, source }),
    ),
    item("stage", one.on_stage ? "people-to-backstage" : "people-to-stage", () => desk.host.stage(one.id, !one.on_stage)),
  ];
  if (one.role === "host" || one.machine) return [...muting, ...stage];
  const cohost = one.grants.moderate;
  return [
    ...muting,
    ...stage,
    { type: "divider" },
    item("cohost", cohost ? "people-cohost-take" : "people-cohost-give", () => desk.host.cohost(one.id, !cohost)),
    item("chat-mute", "people-chat-mute", () => desk.host.muteChat(one.id, true)),
    item("chat-unmute", "people-chat-unmute", () => desk.host.muteChat(one.id, false)),
    item("demote", "rooms-host-demote", () => host.demote(one.id)),
    { key: "remove", danger: true, label: t("rooms-host-remove"), onClick: () => { remove(one); } },
  ];
}
