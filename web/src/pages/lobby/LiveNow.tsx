import { ArrowRightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { resourceUrl } from "@/api/client";
import { liveQuery, itemsQuery, pitchQuery, projectQuery } from "@/api/records";
import type { Fair, Item, LiveRoom } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { CloudLine } from "@/ui/CloudLine";
import { Live } from "@/ui/Status";
import { Moment } from "@/ui/values";
import styles from "./Lobby.module.css";
import { useItemLink } from "./itemLinks";

function CurrentPitch({ id }: { id: string }) {
  const t = useT();
  const pick = usePick();
  const pitch = useQuery(pitchQuery(id)).data;
  const project = useQuery(projectQuery(pitch?.project ?? "")).data;
  return project ? <p>{t("live-pitching", { project: pick(project.title) })}</p> : null;
}

function LiveCard({ first, item, fair, room, to }: { first: boolean; item: Item; fair: Fair; room: LiveRoom | undefined; to: string }) {
  const t = useT();
  const pick = usePick();
  const isOpen = room?.may_enter ?? true;
  return (
    <article className={styles.live}>
      <CloudLine className={styles.liveCloud} />
      {room?.still_at && <img className={styles.still} src={resourceUrl(`/items/${item.id}/still`, { at: room.still_at })} alt="" />}
      <div className={styles.liveWords}>
        <div className={styles.liveHead}>
          <Live />
          <span>{t(`item-kind-${item.kind}`)}</span>
          <Moment at={item.starts_at} hostZone={fair.time_zone} show="time" />
          {room && <span className="yq-number">{t("live-people", { count: room.people })}</span>}
        </div>
        <h2 className="yq-serif">{pick(item.title)}</h2>
        {item.current_pitch && <CurrentPitch id={item.current_pitch} />}
        <p className={styles.ways}>
          {isOpen && <Link to={paths.check(to)}>{t("check-link")}</Link>}
          {room?.is_broadcast && <Link to={paths.watch(item.id)}>{t("live-watch")}</Link>}
          {!isOpen && t("live-private")}
        </p>
      </div>
      {isOpen && (
        <Link to={to}>
          <Button ghost={!first} type={first ? "primary" : "default"} size={first ? "large" : "middle"} icon={<ArrowRightOutlined />} iconPlacement="end">
            {t("live-enter")}
          </Button>
        </Link>
      )}
    </article>
  );
}

/** What is on air now. */
export function LiveNow({ fair }: { fair: Fair }) {
  const t = useT();
  const items = useQuery(itemsQuery(fair.id)).data?.items ?? [];
  const rooms = useQuery({ ...liveQuery(fair.id), enabled: items.some(({ state }) => state === "live") }).data;
  const link = useItemLink(fair.id);
  const live = items.filter((item) => item.state === "live");
  if (live.length === 0) return null;
  return (
    <section aria-label={t("live-now")} className={styles.liveList}>
      {live.map((item, index) => (
        <LiveCard key={item.id} first={index === 0} item={item} fair={fair} room={rooms?.find((one) => one.item === item.id)} to={link(item)} />
      ))}
    </section>
  );
}
