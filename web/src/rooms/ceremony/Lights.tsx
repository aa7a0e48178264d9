import { CheckCircleFilled, ClockCircleOutlined, EditFilled, MinusCircleFilled, StopFilled, ThunderboltFilled } from "@ant-design/icons";
import type { ReactNode } from "react";

import { useT } from "@/i18n/useT";
import type { CastMember, Light } from "./cast";
import styles from "./ceremony.module.css";

const ICONS: Record<Light, ReactNode> = {
  waiting: <ClockCircleOutlined aria-hidden="true" />,
  ready: <CheckCircleFilled aria-hidden="true" />,
  armed: <ThunderboltFilled aria-hidden="true" />,
  signed: <EditFilled aria-hidden="true" />,
  declined: <StopFilled aria-hidden="true" />,
  spare: <MinusCircleFilled aria-hidden="true" />,
};

/** A light per signatory: icon and word, the colour only helps. */
export function Lights({ members, name }: { members: CastMember[]; name: (member: CastMember) => string }) {
  const t = useT();
  return (
    <ul className={styles.lights}>
      {members.map((member) => (
        <li key={member.id} className={`${styles.light ?? ""} ${styles[member.light] ?? ""}`} data-light={member.light} data-testid="light">
          {ICONS[member.light]}
          <b>{name(member)}</b>
          <i>{t(`rooms-light-${member.light}`)}</i>
        </li>
      ))}
    </ul>
  );
}
