import { SearchOutlined } from "@ant-design/icons";
import { Input, Select, Switch } from "antd";

import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import type { Filter, Order, WallSite } from "./sites";
import styles from "./wall.module.css";

interface Props {
  sites: WallSite[];
  shown: number;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  straight: boolean;
  onStraight: (on: boolean) => void;
}

const ONLY: Filter["only"][] = ["all", "called", "ready", "not-ready", "trouble"];
const ORDERS: Order[] = ["ready", "state", "name"];

/** Search, filter and order of the wall, and how many there are of each. */
export function WallTools({ sites, shown, filter, onFilter, straight, onStraight }: Props) {
  const t = useT();
  const format = useFormat();
  const count = (wanted: (site: WallSite) => boolean) => format.number(sites.filter(wanted).length);
  return (
    <div className={styles.tools} role="search">
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden="true" />}
        aria-label={t("wall-search")}
        placeholder={t("wall-search")}
        value={filter.words}
        onChange={({ target }) => { onFilter({ ...filter, words: target.value }); }}
      />
      <Select
        aria-label={t("wall-show")}
        value={filter.only}
        options={ONLY.map((value) => ({ value, label: t(`wall-only-${value}`) }))}
        onChange={(only) => { onFilter({ ...filter, only }); }}
      />
      <Select
        aria-label={t("wall-order")}
        value={filter.order}
        options={ORDERS.map((value) => ({ value, label: t(`wall-order-${value}`) }))}
        onChange={(order) => { onFilter({ ...filter, order }); }}
      />
      <label>
        <Switch size="small" checked={straight} onChange={onStraight} /> {t("wall-straight")}
      </label>
      <p role="status" data-testid="wall-count">
        {t("wall-count", { shown: format.number(shown), seen: count(({ state }) => state === "seen"), all: format.number(sites.length) })}
      </p>
    </div>
  );
}
