import { CheckOutlined, EyeInvisibleOutlined, LockOutlined, LoginOutlined, UnlockOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { POLICIES, type Policy, policyOf } from "./policy";

const ICONS = { open: <UnlockOutlined />, lobby: <LoginOutlined />, locked: <LockOutlined /> };

const BACKSTAGE = "backstage";

/** The host's switch at the door: who comes in, and whether speakers arrive on the stage or behind it. */
export function DoorPolicy({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const now = policyOf(room.state);
  const backstage = room.state.arrive_backstage;
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
        selectedKeys: backstage ? [now, BACKSTAGE] : [now],
        items: [
          ...POLICIES.map((key) => ({ key, icon: ICONS[key], label: t(`door-policy-${key}`) })),
          { type: "divider" },
          { key: BACKSTAGE, icon: backstage ? <CheckOutlined /> : <EyeInvisibleOutlined />, label: t("door-arrive-backstage") },
        ],
        onClick: ({ key }) => {
          if (key === BACKSTAGE) act(() => call.desk.host.arriveBackstage(!backstage));
          else choose(key as Policy);
        },
      }}
    >
      <button type="button" className={parts.tool} aria-label={t("door-policy", { now: t(`door-now-${now}`) })} title={t("door-policy", { now: t(`door-now-${now}`) })}>
        {ICONS[now]}
        <span className={parts.toolWord}>{t(`door-now-${now}`)}</span>
      </button>
    </Dropdown>
  );
}
