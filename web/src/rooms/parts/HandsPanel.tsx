import { Select } from "antd";
import { useState } from "react";

import type { Call, Hand, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import panels from "../panels/panels.module.css";
import { TurnClock } from "../panels/stage/TurnClock";
import { useRoomAction } from "../useRoomAction";
import styles from "./parts.module.css";

const MINUTES = [0, 1, 2, 3, 5, 10];

/** The speaking queue: whose turn it is, who comes next, and for the host the word to give. */
export function HandsPanel({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const [minutes, setMinutes] = useState(0);
  const { moderate } = room.me.grants;
  const seconds = minutes > 0 ? minutes * 60 : null;
  const give = (participant: string | null) => { act(() => call.desk.host.call(participant, seconds)); };
  return (
    <div className={styles.panel}>
      {room.state.turn && <NowSpeaking call={call} room={room} />}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("rooms-hands")}>
        {room.hands.length === 0 && <p className={styles.empty}>{t(moderate ? "queue-empty-host" : "rooms-hands-empty")}</p>}
        <ol>
          {room.hands.map((hand, index) => (
            <Raised key={hand.participant} call={call} room={room} hand={hand} place={index + 1} onCall={() => { give(hand.participant); }} />
          ))}
        </ol>
      </div>
      {moderate && (
        <div className={panels.foot}>
          <Select
            aria-label={t("queue-length")}
            value={minutes}
            onChange={setMinutes}
            options={MINUTES.map((value) => ({ value, label: value === 0 ? t("queue-no-limit") : t("queue-minutes", { count: value }) }))}
          />
          <button type="button" className={`${styles.tool ?? ""} ${panels.go ?? ""}`} disabled={room.hands.length === 0} onClick={() => { give(null); }}>
            {t("queue-next")}
          </button>
        </div>
      )}
    </div>
  );
}

function NowSpeaking({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const { turn } = room.state;
  if (!turn) return null;
  const own = turn.participant === room.me.participant;
  return (
    <div className={panels.turn}>
      <span>
        <small>{t("queue-now")}</small>
        <b>{own ? t("rooms-you", { name: turn.name }) : turn.name}</b>
      </span>
      <TurnClock call={call} turn={turn} />
      {room.me.grants.moderate && (
        <button type="button" className={styles.small} onClick={() => { act(() => call.desk.host.endTurn()); }}>
          {t("queue-end")}
        </button>
      )}
    </div>
  );
}

interface RaisedProps {
  call: Call;
  room: RoomView;
  hand: Hand;
  place: number;
  onCall: () => void;
}

function Raised({ call, room, hand, place, onCall }: RaisedProps) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const own = hand.participant === room.me.participant;
  return (
    <li className={styles.person}>
      <span>
        <span>
          {format.number(place)}. {own ? t("rooms-you", { name: hand.name }) : hand.name}
        </span>
        <small>{[hand.organisation, format.time(new Date(hand.at).toISOString())].filter(Boolean).join(" · ")}</small>
      </span>
      {room.me.grants.moderate && (
        <div>
          <button type="button" className={styles.small} onClick={onCall}>
            {t("queue-call")}
          </button>
          <button type="button" className={styles.small} onClick={() => { act(() => call.host.lowerHand(hand.participant)); }}>
            {t("rooms-host-lower-hand")}
          </button>
        </div>
      )}
    </li>
  );
}
