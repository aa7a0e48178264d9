import { CheckCircleOutlined, LockOutlined } from "@ant-design/icons";
import { Checkbox, Radio } from "antd";
import { useState } from "react";

import type { Call, Poll, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";
import { PollBars } from "./PollBars";
import { PollHost } from "./PollHost";
import { tally } from "./tally";

interface Props {
  call: Call;
  room: RoomView;
  poll: Poll;
}

/** One poll: the ballot while one may vote, the result where it is shown. */
export function PollCard({ call, room, poll }: Props) {
  const t = useT();
  const format = useFormat();
  const ballot = room.own.ballots.find((one) => one.poll === poll.id);
  const bars = tally(poll);
  const votes = poll.open && !ballot && room.me.grants.chat;
  return (
    <li className={`${styles.card ?? ""} ${poll.open ? (styles.now ?? "") : ""}`} data-open={poll.open}>
      <h4 dir="auto">{poll.question}</h4>
      {votes && <Ballot call={call} poll={poll} />}
      {bars && <PollBars poll={poll} bars={bars} chosen={ballot?.options ?? []} />}
      {!votes && !bars && (
        <ul className={styles.plain}>
          {poll.options.map(({ text }, index) => (
            <li key={index} dir="auto" aria-current={ballot?.options.includes(index) ?? false}>
              {text}
            </li>
          ))}
        </ul>
      )}
      <small>
        {ballot && (
          <span className={styles.mark} data-state="answered">
            <CheckCircleOutlined aria-hidden="true" /> {t("polls-voted")}
          </span>
        )}
        {!poll.open && (
          <span>
            <LockOutlined aria-hidden="true" /> {t("polls-closed")}
          </span>
        )}
        <span>{t("polls-voters", { count: poll.voters, shown: format.number(poll.voters) })}</span>
        {!bars && <span>{t("polls-not-shown")}</span>}
      </small>
      {room.me.grants.moderate && <PollHost call={call} poll={poll} />}
    </li>
  );
}

function Ballot({ call, poll }: { call: Call; poll: Poll }) {
  const t = useT();
  const act = useRoomAction();
  const [chosen, setChosen] = useState<number[]>([]);
  const options = poll.options.map(({ text }, value) => ({ value, label: <span dir="auto">{text}</span> }));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) act(() => call.desk.vote(poll.id, chosen));
      }}
    >
      {poll.multiple ? (
        <Checkbox.Group className={styles.choices ?? ""} options={options} value={chosen} onChange={setChosen} />
      ) : (
        <Radio.Group
          className={styles.choices ?? ""}
          name={poll.id}
          options={options}
          value={chosen[0]}
          onChange={({ target }) => { setChosen([target.value as number]); }}
        />
      )}
      {poll.multiple && <small>{t("polls-several")}</small>}
      <div className={styles.acts}>
        <button type="submit" className={`${parts.small ?? ""} ${styles.go ?? ""}`} disabled={chosen.length === 0}>
          {t("polls-vote")}
        </button>
      </div>
    </form>
  );
}
