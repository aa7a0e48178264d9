import { NotificationOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";

import { post } from "@/api/client";
import { type Broadcast, broadcastQuery } from "@/api/recordings";
import type { Item } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { RoomView } from "@/call";
import { useMessage, useT } from "@/i18n/useT";
import { Tool } from "@/rooms/parts/MediaControls";
import { RecordIcon } from "@/rooms/parts/RecordIcon";

/** The host's switches for what leaves the room: the recording, and the broadcast to the mass audience. */
export function AirControls({ item, room }: { item: Item; room: RoomView }) {
  return (
    <>
      {item.state !== "ended" && item.kind !== "negotiation" && <RecordSwitch item={item} on={room.state.recording} />}
      {item.state === "live" && item.kind !== "negotiation" && <BroadcastSwitch item={item} />}
    </>
  );
}

/** Starts and ends the recording of an item's room. */
export function RecordSwitch({ item, on }: { item: Item; on: boolean }) {
  const t = useT();
  const record = useCommand<boolean>({
    run: (wanted, key) => post(`/items/${item.id}/recording`, { on: wanted }, key),
    stale: [["recordings"]],
  });
  return (
    <Tool
      icon={<RecordIcon />}
      label={t(on ? "hall-host-record-stop" : "hall-host-record")}
      pressed={on}
      disabled={record.isPending || item.state === "planned"}
      onClick={() => { record.mutate(!on); }}
    />
  );
}

type Audience = Broadcast["audience"];

/** Chooses whom the broadcast reaches, or ends it. */
function BroadcastSwitch({ item }: { item: Item }) {
  const t = useT();
  const say = useMessage();
  const broadcast = useQuery(broadcastQuery(item.id)).data;
  const change = useCommand<Audience | "off">({
    run: (audience, key) => post(`/items/${item.id}/broadcast`, audience === "off" ? { on: false } : { on: true, audience }, key),
    stale: [["broadcast"]],
    done: t("hall-host-broadcast-changed"),
  });
  const problem = broadcast?.problem ? say(`error-${broadcast.problem}`)?.title : undefined;
  const choices: (Audience | "off")[] = broadcast ? ["signed_in", "everyone", "off"] : ["signed_in", "everyone"];
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: choices.map((key) => ({ key, label: t(`hall-host-broadcast-${key.replace("_", "-")}`), danger: key === "off" })),
        selectedKeys: broadcast ? [broadcast.audience] : [],
        onClick: ({ key }) => { change.mutate(key as Audience | "off"); },
      }}
    >
      <span>
        <Tool icon={<NotificationOutlined />} label={problem ?? t(broadcast ? "hall-host-broadcast-on" : "hall-host-broadcast")} pressed={Boolean(broadcast)} disabled={change.isPending} onClick={() => undefined} />
      </span>
    </Dropdown>
  );
}
