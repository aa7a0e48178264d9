import {
  CheckCircleFilled, ClockCircleOutlined, CloseCircleOutlined, EditOutlined, EyeOutlined, FileDoneOutlined, HourglassOutlined,
  MinusCircleOutlined, PlayCircleFilled, SafetyCertificateFilled, SendOutlined, SoundOutlined, SyncOutlined, UndoOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useT } from "@/i18n/useT";
import styles from "./Status.module.css";

type Tone = "quiet" | "open" | "done" | "stopped" | "live";

const looks: Record<string, [Tone, ReactNode]> = {
  draft: ["quiet", <EditOutlined />],
  submitted: ["open", <SendOutlined />],
  returned: ["stopped", <UndoOutlined />],
  approved: ["done", <CheckCircleFilled />],
  published: ["done", <EyeOutlined />],
  presented: ["done", <CheckCircleFilled />],
  withdrawn: ["quiet", <MinusCircleOutlined />],
  expired: ["stopped", <HourglassOutlined />],
  planned: ["quiet", <ClockCircleOutlined />],
  rehearsal: ["open", <SyncOutlined />],
  ready: ["open", <CheckCircleFilled />],
  live: ["live", <PlayCircleFilled />],
  ended: ["quiet", <MinusCircleOutlined />],
  sent: ["open", <SendOutlined />],
  accepted: ["done", <CheckCircleFilled />],
  declined: ["stopped", <CloseCircleOutlined />],
  information: ["open", <FileDoneOutlined />],
  linked: ["done", <FileDoneOutlined />],
  requested: ["open", <SendOutlined />],
  scheduled: ["done", <ClockCircleOutlined />],
  held: ["done", <CheckCircleFilled />],
  no_show: ["stopped", <CloseCircleOutlined />],
  cancelled: ["stopped", <CloseCircleOutlined />],
  agreed: ["done", <FileDoneOutlined />],
  signing: ["open", <EditOutlined />],
  own_key: ["open", <HourglassOutlined />],
  signed: ["done", <SafetyCertificateFilled />],
  amended: ["done", <FileDoneOutlined />],
  not_needed: ["quiet", <MinusCircleOutlined />],
  voided: ["stopped", <CloseCircleOutlined />],
  waiting: ["quiet", <HourglassOutlined />],
  authorised: ["open", <SyncOutlined />],
  sealed: ["done", <SafetyCertificateFilled />],
  nominated: ["open", <SendOutlined />],
  dedup_checked: ["open", <FileDoneOutlined />],
  rehearsed: ["done", <SyncOutlined />],
  announced: ["open", <SoundOutlined />],
  pulled: ["stopped", <MinusCircleOutlined />],
  suspended: ["stopped", <MinusCircleOutlined />],
  terminated: ["stopped", <CloseCircleOutlined />],
  active: ["done", <CheckCircleFilled />],
  registration: ["open", <EditOutlined />],
  booking: ["open", <SendOutlined />],
  scheduling: ["open", <ClockCircleOutlined />],
  follow_up: ["done", <SyncOutlined />],
  closed: ["quiet", <MinusCircleOutlined />],
};

/** A state as icon and word; `of` names the family of words in the catalogue (`fair-state`, `interest-state`, …). */
export function Status({ of, state }: { of: string; state: string }) {
  const t = useT();
  const [tone, icon] = looks[state] ?? ["quiet", <MinusCircleOutlined />];
  return (
    <span className={`${styles.status ?? ""} ${styles[tone] ?? ""}`}>
      <span aria-hidden="true">{icon}</span>
      {t(`${of}-${state}`)}
    </span>
  );
}

/** Marks what is on air now. */
export function Live() {
  const t = useT();
  return (
    <span className={styles.onAir}>
      <i aria-hidden="true" />
      {t("live")}
    </span>
  );
}
