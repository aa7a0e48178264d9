import { CaretRightOutlined, DownOutlined, PoweroffOutlined, StepForwardOutlined } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import { Dropdown, Modal } from "antd";

import { post } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import type { Call, RoomView } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { DoorPolicy } from "@/rooms/panels/door/DoorPolicy";
import { FeedsTool } from "@/rooms/panels/feeds/FeedsTool";
import { LayoutPicker } from "@/rooms/panels/stage/LayoutPicker";
import { Tool } from "@/rooms/parts/MediaControls";
import parts from "@/rooms/parts/parts.module.css";
import { projectQuery } from "@/api/records";
import type { Item, ItemState, Pitch } from "@/api/types";
import { BEFORE_LIVE, moveItem } from "@/rooms/itemMoves";
import { AirControls } from "./AirControls";
import styles from "./hall.module.css";
import { usePitchOnStage } from "./usePitchOnStage";

interface Props {
  item: Item;
  call: Call;
  room: RoomView;
  current: Pitch | undefined;
}

/** The host's part of the bar: rehearsal and live, the next pitch, the layout, the door, the end. */
export function HostControls({ item, call, room, current }: Props) {
  const t = useT();
  const move = useItemMove(item);
  return (
    <div className={styles.host} data-part="host" role="group" aria-label={t("hall-host-controls")}>
      {item.state === "planned" && (
        <button type="button" className={parts.tool} disabled={move.isPending} onClick={() => { move.mutate(["rehearsal"]); }}>
          {t("hall-host-rehearse")}
        </button>
      )}
      {BEFORE_LIVE[item.state] && (
        <button type="button" className={`${parts.tool ?? ""} ${styles.go ?? ""}`} disabled={move.isPending} onClick={() => { move.mutate(BEFORE_LIVE[item.state] ?? []); }}>
          <CaretRightOutlined aria-hidden="true" /> {t("hall-host-go-live")}
        </button>
      )}
      {item.state === "live" && item.kind === "roadshow" && <NextPitch item={item} call={call} current={current} />}
      <LayoutPicker call={call} room={room} />
      <DoorPolicy call={call} room={room} />
      <FeedsTool call={call} room={room} item={item.id} />
      <AirControls item={item} room={room} />
      {item.state === "live" && <EndItem onEnd={() => { move.mutate(["ended"]); }} />}
    </div>
  );
}

function useItemMove(item: Item) {
  const t = useT();
  return useCommand<ItemState[]>({
    run: (states, key) => moveItem(item, states, key),
    stale: [["items"]],
    done: t("hall-host-moved"),
  });
}

function NextPitch({ item, call, current }: { item: Item; call: Call; current: Pitch | undefined }) {
  const t = useT();
  const pick = usePick();
  const { all } = usePitchOnStage(item, undefined);
  const ordered = item.pitches.flatMap((id) => all.filter((pitch) => pitch.id === id));
  const run = ordered.length > 0 ? ordered : all;
  const projects = useQueries({ queries: run.map((pitch) => projectQuery(pitch.project)) });
  const present = useCommand<string | null>({
    run: async (pitch, key) => {
      await post(`/items/${item.id}/current-pitch`, { pitch }, key);
      await call.host.focus(pitch).catch(() => undefined);
    },
    stale: [["items"], ["pitches"]],
  });
  const next = run[run.findIndex(({ id }) => id === current?.id) + 1];
  const items = [
    ...run.map((pitch, index) => ({ key: pitch.id, label: pick(projects[index]?.data?.title) || pitch.id })),
    { type: "divider" as const },
    { key: "none", label: t("hall-host-no-pitch") },
  ];
  return (
    <span className={styles.split}>
      <button type="button" className={parts.tool} disabled={!next || present.isPending} onClick={() => { present.mutate(next?.id ?? null); }} data-testid="next-pitch">
        <StepForwardOutlined aria-hidden="true" /> {t("hall-host-next-pitch")}
      </button>
      <Dropdown
        trigger={["click"]}
        menu={{ items, selectedKeys: current ? [current.id] : [], onClick: ({ key }) => { present.mutate(key === "none" ? null : key); } }}
      >
        <button type="button" className={parts.tool} aria-label={t("hall-host-choose-pitch")}>
          <DownOutlined />
        </button>
      </Dropdown>
    </span>
  );
}

function EndItem({ onEnd }: { onEnd: () => void }) {
  const t = useT();
  const [modal, holder] = Modal.useModal();
  const ask = () => {
    void modal.confirm({
      title: t("hall-host-end-question"),
      content: t("hall-host-end-consequence"),
      okText: t("hall-host-end"),
      okButtonProps: { danger: true },
      onOk: onEnd,
    });
  };
  return (
    <>
      {holder}
      <Tool icon={<PoweroffOutlined />} label={t("hall-host-end")} onClick={ask} />
    </>
  );
}
