import { TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Modal, Radio } from "antd";
import { useState } from "react";

import { meetingsQuery } from "@/api/records";
import type { Meeting } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNames } from "../../names";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";
import { type Present, fromMeeting, usePresent } from "./usePresent";

interface Props {
  call: Call;
  room: RoomView;
  fair: string;
}

/** Calls the two sides of a meeting to its negotiation room; there for those who know of one. */
export function BreakoutTool({ call, room, fair }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const list = useQuery(meetingsQuery({ fair, per_page: 100 }));
  const meetings = (list.data?.items ?? []).filter(({ state }) => state === "accepted" || state === "scheduled");
  if (meetings.length === 0) return null;
  return (
    <>
      <button type="button" className={parts.tool} aria-label={t("breakout-tool")} title={t("breakout-tool")} onClick={() => { setOpen(true); }}>
        <TeamOutlined />
        <span className={parts.toolWord}>{t("breakout-word")}</span>
      </button>
      {open && <Choose call={call} room={room} meetings={meetings} onClose={() => { setOpen(false); }} />}
    </>
  );
}

function Choose({ call, room, meetings, onClose }: { call: Call; room: RoomView; meetings: Meeting[]; onClose: () => void }) {
  const t = useT();
  const act = useRoomAction();
  const [chosen, setChosen] = useState(meetings[0]?.id);
  const present = usePresent(call, room);
  const meeting = meetings.find(({ id }) => id === chosen);
  const people = meeting ? fromMeeting(present, meeting.participants) : [];
  const may = people.length >= 2 && (room.me.grants.moderate || people.some(({ id }) => id === room.me.participant));
  const invite = async () => {
    if (!meeting) return;
    await call.desk.callBreakout(meeting.id, people.map(({ id }) => id));
    onClose();
  };
  return (
    <Modal
      open
      title={t("breakout-title")}
      okText={t("breakout-call")}
      cancelText={t("rooms-cancel")}
      okButtonProps={{ disabled: !may }}
      onOk={() => { act(invite); }}
      onCancel={onClose}
    >
      <p className="yq-muted">{t("breakout-lead")}</p>
      <Radio.Group
        className={styles.choices ?? ""}
        value={chosen}
        onChange={({ target }) => { setChosen(target.value as string); }}
        options={meetings.map((one) => ({ value: one.id, label: <MeetingLine meeting={one} /> }))}
      />
      <Who people={people} />
    </Modal>
  );
}

function Who({ people }: { people: Present[] }) {
  const t = useT();
  const format = useFormat();
  const text = people.length >= 2 ? t("breakout-who", { names: format.list(people.map(({ name }) => name)) }) : t("breakout-too-few");
  return <p role="status">{text}</p>;
}

function MeetingLine({ meeting }: { meeting: Meeting }) {
  const name = useNames(meeting);
  return (
    <span>
      {meeting.topic}
      <br />
      <small className="yq-muted">{meeting.sides.map(name).join(" — ")}</small>
    </span>
  );
}
