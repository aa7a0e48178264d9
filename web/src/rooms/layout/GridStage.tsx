import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { type ReactNode, useState } from "react";

import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNarrow } from "../panels/useNarrow";
import { MediaTile } from "../parts/MediaTile";
import { ShotTile } from "../parts/Stage";
import stage from "../parts/stage.module.css";
import styles from "./layout.module.css";
import { type Place, columnsFor, placeKey, placesOf, withSpeakers } from "./order";
import { useLastSpoke } from "./useLastSpoke";

const A_PAGE = { wide: 25, narrow: 9 };

/** Everyone alike, page by page; who speaks comes to the first page. */
export function GridStage({ call, room, overlay }: { call: Call; room: RoomView; overlay?: ReactNode }) {
  const t = useT();
  const perPage = useNarrow() ? A_PAGE.narrow : A_PAGE.wide;
  const [wanted, setPage] = useState(0);
  const places = withSpeakers(placesOf(room.participants, room.state.layout?.places), useLastSpoke(room), perPage);
  const pages = Math.max(1, Math.ceil(places.length / perPage));
  const page = Math.min(wanted, pages - 1);
  const shown = places.slice(page * perPage, (page + 1) * perPage);
  const columns = columnsFor(pages > 1 ? perPage : shown.length);
  return (
    <section className={stage.stage} aria-label={t("rooms-stage")} data-testid="stage" data-layout="grid">
      <div className={styles.grid} style={{ "--columns": columns } as React.CSSProperties}>
        {shown.map((place) => (
          <Tile key={placeKey(place)} call={call} room={room} place={place} />
        ))}
      </div>
      {pages > 1 && <Pager page={page} pages={pages} total={places.length} go={setPage} />}
      {overlay}
    </section>
  );
}

function Tile({ call, room, place: { participant, source } }: { call: Call; room: RoomView; place: Place }) {
  if (source) return <ShotTile call={call} room={room} shot={{ participant, source }} wide />;
  const microphone = participant.tracks.find((track) => track.source === "microphone");
  const silent = !microphone || microphone.muted || microphone.muted_by_host;
  return (
    <MediaTile
      stream={undefined}
      name={participant.name}
      caption={participant.organisation ?? undefined}
      own={participant.id === room.me.participant}
      muted={silent}
      speaking={!silent && room.speaking.includes(participant.id)}
      wide
    />
  );
}

interface PagerProps {
  page: number;
  pages: number;
  total: number;
  go: (page: number) => void;
}

function Pager({ page, pages, total, go }: PagerProps) {
  const t = useT();
  const format = useFormat();
  return (
    <nav className={styles.pager} aria-label={t("layout-pages")}>
      <button type="button" disabled={page === 0} aria-label={t("layout-previous")} onClick={() => { go(page - 1); }}>
        <LeftOutlined />
      </button>
      <span role="status">{t("layout-page-of", { page: format.number(page + 1), pages: format.number(pages), total: format.number(total) })}</span>
      <button type="button" disabled={page === pages - 1} aria-label={t("layout-next")} onClick={() => { go(page + 1); }}>
        <RightOutlined />
      </button>
    </nav>
  );
}
