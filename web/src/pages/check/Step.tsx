import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, LoadingOutlined, MinusCircleOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import { useT } from "@/i18n/useT";
import styles from "./check.module.css";

/** How one part of the check stands. */
export type Standing = "open" | "running" | "good" | "warned" | "bad";

const ICONS: Record<Standing, ReactNode> = {
  open: <MinusCircleOutlined />,
  running: <LoadingOutlined />,
  good: <CheckCircleFilled />,
  warned: <ExclamationCircleFilled />,
  bad: <CloseCircleFilled />,
};

interface Props {
  name: "browser" | "camera" | "microphone" | "speaker" | "network";
  standing: Standing;
  children: ReactNode;
}

/** One part of the check under its name, with how it stands in a word. */
export function Step({ name, standing, children }: Props) {
  const t = useT();
  return (
    <section className={styles.step} aria-labelledby={`check-${name}`} data-testid={`check-${name}`} data-standing={standing}>
      <header>
        <h2 id={`check-${name}`}>{t(`check-${name}`)}</h2>
        <Standings standing={standing} />
      </header>
      {children}
    </section>
  );
}

/** How something stands: icon and word. */
export function Standings({ standing }: { standing: Standing }) {
  const t = useT();
  return (
    <span className={styles.standing} data-standing={standing}>
      <span aria-hidden="true">{ICONS[standing]}</span> {t(`check-standing-${standing}`)}
    </span>
  );
}
