import { DeleteOutlined, DisconnectOutlined, LinkOutlined } from "@ant-design/icons";
import { Popconfirm } from "antd";

import { useCommand } from "@/api/useCommand";
import type { Call, Participant, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { ShotTile } from "../../parts/Stage";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";
import { type Feed, revokeFeed } from "./api";

interface Props {
  call: Call;
  room: RoomView;
  item: string;
  feed: Feed;
}

/** One feed: whether its encoder is there, what it shows, and whether the audience sees it. */
export function FeedCard({ call, room, item, feed }: Props) {
  const t = useT();
  const revoke = useCommand<string>({ run: (id, key) => revokeFeed(item, id, key), stale: [["feeds", item]], done: t("feeds-revoked") });
  const machine = room.participants.find((one) => one.machine && one.person === `feed:${feed.id}`);
  return (
    <li className={`${styles.card ?? ""} ${machine?.on_stage ? (styles.now ?? "") : ""}`}>
      <h4>{feed.name}</h4>
      <small>
        {feed.connected ? <LinkOutlined aria-hidden="true" /> : <DisconnectOutlined aria-hidden="true" />}
        {t(!feed.connected ? "feeds-away" : machine?.on_stage ? "feeds-on-stage" : "feeds-backstage")}
      </small>
      {machine && <Preview call={call} room={room} machine={machine} />}
      <div className={styles.acts}>
        {machine && <StageSwitch call={call} machine={machine} />}
        <Popconfirm title={t("feeds-revoke-question")} okText={t("feeds-revoke")} cancelText={t("rooms-cancel")} onConfirm={() => { revoke.mutate(feed.id); }}>
          <button type="button" className={parts.small}>
            <DeleteOutlined aria-hidden="true" /> {t("feeds-revoke")}
          </button>
        </Popconfirm>
      </div>
    </li>
  );
}

function Preview({ call, room, machine }: { call: Call; room: RoomView; machine: Participant }) {
  if (!machine.tracks.some(({ source }) => source === "camera")) return null;
  return <ShotTile call={call} room={room} shot={{ participant: machine, source: "camera" }} wide />;
}

function StageSwitch({ call, machine }: { call: Call; machine: Participant }) {
  const t = useT();
  const act = useRoomAction();
  return (
    <button type="button" className={`${parts.small ?? ""} ${machine.on_stage ? "" : (styles.go ?? "")}`} onClick={() => { act(() => call.desk.host.stage(machine.id, !machine.on_stage)); }}>
      {t(machine.on_stage ? "people-to-backstage" : "people-to-stage")}
    </button>
  );
}
