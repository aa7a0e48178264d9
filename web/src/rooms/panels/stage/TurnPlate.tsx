import { AudioOutlined } from "@ant-design/icons";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";
import { TurnClock } from "./TurnClock";

/** On the stage: whose turn it is, and to that person how much time is left. */
export function TurnPlate({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const { turn } = room.state;
  if (!turn) return null;
  const own = turn.participant === room.me.participant;
  return (
    <div className={`${styles.plate ?? ""} ${own ? (styles.mine ?? "") : ""}`} data-testid="turn">
      <AudioOutlined aria-hidden="true" />
      <span>{own ? t("queue-your-turn") : t("queue-turn-of", { name: turn.name })}</span>
      <TurnClock call={call} turn={turn} />
    </div>
  );
}
