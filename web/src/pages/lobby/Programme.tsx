import { AuditOutlined, BookOutlined, ReadOutlined, SoundOutlined, TeamOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { itemsQuery } from "@/api/records";
import { replaysQuery } from "@/api/recordings";
import type { Fair, Item, ItemKind } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Live, Status } from "@/ui/Status";
import { Moment } from "@/ui/values";
import styles from "./Lobby.module.css";
import { useItemLink } from "./itemLinks";

const icons: Record<ItemKind, ReactNode> = {
  roadshow: <SoundOutlined />,
  leaders_meeting: <TeamOutlined />,
  lecture: <ReadOutlined />,
  training: <BookOutlined />,
  negotiation: <VideoCameraOutlined />,
  signing_ceremony: <AuditOutlined />,
};

function Entry({ item, fair, to, replay }: { item: Item; fair: Fair; to: string; replay: boolean }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const open = item.state !== "planned" && item.state !== "ended";
  return (
    <li className={styles.entry} data-live={item.state === "live" || undefined}>
      <div className={styles.entryTime}>
        <Moment at={item.starts_at} show="time" />
        {format.time(item.starts_at) !== format.time(item.starts_at, fair.time_zone) && (
          <small className="yq-muted yq-number">{t("time-at-host", { time: format.time(item.starts_at, fair.time_zone) })}</small>
        )}
      </div>
      <span className={styles.entryIcon} aria-hidden="true">
        {icons[item.kind]}
      </span>
      <div className={styles.entryWords}>
        <Link to={to}>{pick(item.title)}</Link>
        <small className="yq-muted">
          {[t(`item-kind-${item.kind}`), ...item.sites.slice(0, 5).map((site) => pick(site))].join(" · ")}
        </small>
      </div>
      <div className={styles.entryState}>
        {item.state === "live" ? <Live /> : <Status of="item-state" state={item.state} />}
        {open && <Link to={to}>{t("programme-enter")}</Link>}
        {replay && <Link to={paths.replay(item.id)}>{t("programme-replay")}</Link>}
      </div>
    </li>
  );
}

/** The programme, day by day in the viewer's zone. */
export function Programme({ fair }: { fair: Fair }) {
  const t = useT();
  const format = useFormat();
  const items = useQuery(itemsQuery(fair.id));
  const link = useItemLink(fair.id);
  const replays = useQuery(replaysQuery(fair.id)).data ?? [];
  const days = Object.entries(Object.groupBy(items.data?.items ?? [], (item) => format.day(item.starts_at)));
  return (
    <Section title={t("programme-title")}>
      {items.isPending && <Skeleton active />}
      {items.isError && <ProblemAlert error={items.error} retry={() => void items.refetch()} />}
      {items.data?.items.length === 0 && <Empty description={t("programme-empty")} />}
      {days.map(([day, entries]) => (
        <div key={day}>
          <h3 className={styles.day}>{day}</h3>
          <ol className={styles.entries}>
            {entries?.map((item) => (
              <Entry key={item.id} item={item} fair={fair} to={link(item)} replay={replays.includes(item.id)} />
            ))}
          </ol>
        </div>
      ))}
    </Section>
  );
}
