import { LockOutlined, LoginOutlined, UnlockOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { POLICIES, type Policy, policyOf } from "./policy";

const ICONS = { open: <UnlockOutlined />, lobby: <LoginOutlined />, locked: <LockOutlined /> };

/** The host's switch at the door. */
export function DoorPolicy({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const now = policyOf(room.state);
  const choose = (next: Policy) => {
    const { lobby, locked } = room.state;
    act(async () => {
      // The lobby is set before the lock is lifted, so that nobody slips in between.
      if (next !== "locked" && lobby !== (next === "lobby")) await call.desk.host.lobby(next === "lobby");
      if (locked !== (next === "locked")) await call.host.lock(next === "locked");
    });
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [now],
        items: POLICIES.map((key) => ({ key, icon: ICONS[key], label: t(`door-policy-${key}`) })),
        onClick: ({ key }) => { choose(key as Policy); },
      }}
    >
      <button type="button" className={parts.tool} aria-label={t("door-policy", { now: t(`door-now-${now}`) })} title={t("door-policy", { now: t(`door-now-${now}`) })}>
        {ICONS[now]}
        <span className={parts.toolWord}>{t(`door-now-${now}`)}</span>
      </button>
    </Dropdown>
  );
}
