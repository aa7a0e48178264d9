import { ArrowLeftOutlined, EyeOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "react-router";

import { LanguageSwitch } from "@/app/LanguageSwitch";
import { sessionQuery } from "@/api/session";
import { useFormat, viewerZone } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./header.module.css";

interface Props {
  back: string;
  /** Leads back by an act instead of an address, with its own word. */
  wayBack?: { label: string; onBack: () => void } | undefined;
  title: string;
  over?: string | undefined;
  badge?: ReactNode;
  viewers?: number | undefined;
  hostZone?: string | undefined;
  actions?: ReactNode;
}

/** The head of every live page: the way out, what this is, how it stands, what time it is for both sides. */
export function RoomHeader({ back, wayBack, title, over, badge, viewers, hostZone, actions }: Props) {
  const t = useT();
  const format = useFormat();
  const demo = useQuery(sessionQuery).data?.demo;
  return (
    <header className={styles.header}>
      {wayBack ? (
        <button type="button" className={styles.wayBack} onClick={wayBack.onBack}>
          <ArrowLeftOutlined aria-hidden="true" /> {wayBack.label}
        </button>
      ) : (
        <Link to={back} className={styles.back} aria-label={t("rooms-leave")} title={t("rooms-leave")}>
          <ArrowLeftOutlined />
        </Link>
      )}
      <div className={styles.titles}>
        {over && <span>{over}</span>}
        <h1 title={title}>{title}</h1>
      </div>
      <div className={styles.facts}>
        {badge}
        {demo && <span className={styles.demo}>{t("demo-tag")}</span>}
        {viewers !== undefined && (
          <span className={styles.viewers} title={t("rooms-viewers", { count: format.number(viewers) })}>
            <EyeOutlined aria-hidden="true" />
            {t("rooms-viewers", { count: format.number(viewers) })}
          </span>
        )}
        <Clock hostZone={hostZone} />
        {actions}
        <LanguageSwitch />
      </div>
    </header>
  );
}

function Clock({ hostZone }: { hostZone: string | undefined }) {
  const format = useFormat();
  const t = useT();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const at = now.toISOString();
  const both = hostZone && format.time(at, hostZone) !== format.time(at);
  return (
    <time className={styles.clock} dateTime={at} title={viewerZone}>
      {format.time(at)}
      {both && <small>{t("rooms-time-at-host", { time: format.time(at, hostZone) })}</small>}
    </time>
  );
}
