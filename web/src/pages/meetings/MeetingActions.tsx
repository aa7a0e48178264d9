import { PlayCircleOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "@/api/client";
import { meetingRecordingsQuery } from "@/api/recordings";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Meeting } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import styles from "./Meetings.module.css";
import { SlotFields, slotOf } from "./RequestMeeting";

function useMove(meeting: Meeting, onDone?: () => void) {
  const t = useT();
  return useCommand<Record<string, unknown>>({
    run: (move, key) => post(`/meetings/${meeting.id}/transition`, move, key),
    stale: [["meetings"], ["projects"]],
    done: t("meeting-moved"),
    ...(onDone ? { onDone } : {}),
  });
}

function Schedule({ meeting, close }: { meeting: Meeting; close: () => void }) {
  const t = useT();
  const move = useMove(meeting, close);
  const slot = meeting.slot;
  const initial = slot ? { starts: dayjs(slot.starts_at), minutes: dayjs(slot.ends_at).diff(slot.starts_at, "minute") } : { minutes: 30 };
  return (
    <FormModal<{ starts: Dayjs; minutes: number }>
      title={t(meeting.state === "scheduled" ? "meeting-reschedule" : "meeting-schedule")}
      ok={t("meeting-schedule-do")}
      pending={move.isPending}
      initial={initial}
      send={({ starts, minutes }) => move.mutate({ to: "scheduled", slot: slotOf(starts, minutes) })}
      close={close}
    >
      <SlotFields required />
    </FormModal>
  );
}

function Cancel({ meeting, close }: { meeting: Meeting; close: () => void }) {
  const t = useT();
  const move = useMove(meeting, close);
  return (
    <FormModal<{ reason: string }> title={t("meeting-cancel")} ok={t("meeting-cancel-do")} danger pending={move.isPending} send={({ reason }) => move.mutate({ to: "cancelled", reason })} close={close}>
      <Form.Item name="reason" label={t("reason")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </FormModal>
  );
}

/** The way to what was recorded of a meeting that was held, for those who took part. */
function Replay({ meeting }: { meeting: Meeting }) {
  const t = useT();
  const me = useMe();
  const own = me.active_membership?.organisation_id;
  const part = meeting.participants.includes(me.person.id) || (own !== undefined && meeting.sides.includes(own));
  const { data } = useQuery({ ...meetingRecordingsQuery(meeting.id), enabled: part && meeting.state === "held" });
  if (!data?.recordings.some(({ segments }) => segments > 0)) return <span />;
  return (
    <div className={`${styles.actions ?? ""} yq-no-print`}>
      <Link to={paths.meetingReplay(meeting.id)}><Button icon={<PlayCircleOutlined />}>{t("meeting-replay")}</Button></Link>
    </div>
  );
}

/** What can be done with a meeting now. */
export function MeetingActions({ meeting }: { meeting: Meeting }) {
  const t = useT();
  const own = useMe().active_membership?.organisation_id;
  const [open, setOpen] = useState<"schedule" | "cancel" | null>(null);
  const move = useMove(meeting);
  const asked = meeting.sides[0] !== own;
  const over = !["requested", "accepted", "scheduled"].includes(meeting.state);
  if (over) return <Replay meeting={meeting} />;
  const absentees = meeting.sides.filter((side) => side !== own);
  const more = [
    ...(meeting.state === "scheduled" ? [{ key: "schedule", label: t("meeting-reschedule") }, { key: "held", label: t("meeting-held") }] : []),
    ...(meeting.state === "scheduled" && absentees.length === 1 ? [{ key: "no_show", label: t("meeting-no-show") }] : []),
    { key: "cancel", label: t("meeting-cancel"), danger: true },
  ];
  const choose = (key: string) => {
    if (key === "held") move.mutate({ to: "held" });
    else if (key === "no_show") move.mutate({ to: "no_show", absent: absentees[0] });
    else setOpen(key as "schedule" | "cancel");
  };
  return (
    <div className={`${styles.actions ?? ""} yq-no-print`}>
      {meeting.state === "requested" && asked && <Button type="primary" loading={move.isPending} onClick={() => move.mutate({ to: "accepted" })}>{t("meeting-accept")}</Button>}
      {meeting.state === "requested" && !asked && <small className="yq-muted">{t("meeting-waiting")}</small>}
      {meeting.state === "accepted" && <Button type="primary" onClick={() => setOpen("schedule")}>{t("meeting-schedule")}</Button>}
      {meeting.state === "scheduled" && <Link to={paths.room(meeting.id)}><Button type="primary" icon={<VideoCameraOutlined />}>{t("meeting-enter")}</Button></Link>}
      <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => choose(key) }}>
        <Button>{t("more")}</Button>
      </Dropdown>
      {open === "schedule" && <Schedule meeting={meeting} close={() => setOpen(null)} />}
      {open === "cancel" && <Cancel meeting={meeting} close={() => setOpen(null)} />}
    </div>
  );
}
