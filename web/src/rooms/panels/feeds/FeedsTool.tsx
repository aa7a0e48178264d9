import { ApiOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useState } from "react";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import styles from "../panels.module.css";
import { FeedCard } from "./FeedCard";
import { NewFeed } from "./NewFeed";
import { feedsQuery } from "./api";

interface Props {
  call: Call;
  room: RoomView;
  item: string;
}

/** Cameras and encoders: made, looked at, put on the stage and taken off it. */
export function FeedsTool({ call, room, item }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={parts.tool} aria-label={t("feeds-title")} title={t("feeds-title")} onClick={() => { setOpen(true); }}>
        <ApiOutlined />
        <span className={parts.toolWord}>{t("feeds-word")}</span>
      </button>
      <Drawer open={open} title={t("feeds-title")} size={440} destroyOnHidden onClose={() => { setOpen(false); }}>
        <Feeds call={call} room={room} item={item} />
      </Drawer>
    </>
  );
}

function Feeds({ call, room, item }: Props) {
  const t = useT();
  const feeds = useQuery(feedsQuery(item)).data ?? [];
  return (
    <div className={`stage-theme ${styles.feeds ?? ""}`}>
      <p className="yq-muted">{t("feeds-lead")}</p>
      <NewFeed item={item} />
      {feeds.length === 0 && <p className="yq-muted">{t("feeds-empty")}</p>}
      <ul className={styles.cards}>
        {feeds.map((feed) => (
          <FeedCard key={feed.id} call={call} room={room} item={item} feed={feed} />
        ))}
      </ul>
    </div>
  );
}
