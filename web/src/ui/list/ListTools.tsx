import { ColumnHeightOutlined, DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown, Grid, Input, Popover, Tooltip } from "antd";
import { type ReactNode, useState } from "react";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import styles from "./List.module.css";
import { saveCsv } from "./csv";
import type { Column } from "./RecordTable";
import type { ListParams } from "./useListParams";

export type Density = "small" | "middle" | "large";

interface Props<T> {
  name: string;
  columns: Column<T>[];
  params: ListParams;
  filters?: ReactNode;
  rows: { data?: { total: number } | undefined };
  everything?: () => Promise<T[]>;
  density: Density;
  setDensity: (density: Density) => void;
  hidden: Set<string>;
  setHidden: (hidden: Set<string>) => void;
}

/** The bar over a list: search, filters, count, density, columns, export. */
export function ListTools<T>(props: Props<T>) {
  const { params, filters, rows } = props;
  const t = useT();
  const format = useFormat();
  const wide = Grid.useBreakpoint().md ?? true;
  return (
    <div className={`${styles.tools ?? ""} yq-no-print`} role="search">
      <Input.Search
        key={params.value("q") ?? ""}
        className={styles.search ?? ""}
        allowClear
        placeholder={t("list-search")}
        aria-label={t("list-search")}
        defaultValue={params.value("q") ?? ""}
        onSearch={(text) => params.set({ q: text.trim() || undefined })}
      />
      {filters}
      {params.filtered && <Button type="link" onClick={params.clear}>{t("list-clear")}</Button>}
      <span className={styles.end}>
        {rows.data && <span className="yq-muted" role="status">{t("list-count", { count: rows.data.total, shown: format.number(rows.data.total) })}</span>}
        {wide && <DensityChoice {...props} />}
        {wide && <ColumnChoice {...props} />}
        <ExportButton {...props} />
      </span>
    </div>
  );
}

function DensityChoice<T>({ density, setDensity }: Props<T>) {
  const t = useT();
  const items = (["large", "middle", "small"] as const).map((key) => ({ key, label: t(`list-density-${key}`) }));
  return (
    <Dropdown trigger={["click"]} menu={{ items, selectedKeys: [density], onClick: ({ key }) => setDensity(key as Density) }}>
      <Tooltip title={t("list-density")}>
        <Button type="text" icon={<ColumnHeightOutlined />} aria-label={t("list-density")} />
      </Tooltip>
    </Dropdown>
  );
}

function ColumnChoice<T>({ columns, hidden, setHidden }: Props<T>) {
  const t = useT();
  const shown = columns.filter((c) => !hidden.has(c.key)).map((c) => c.key);
  const choice = (
    <Checkbox.Group
      className={styles.columns ?? ""}
      value={shown}
      onChange={(keys) => setHidden(new Set(columns.filter((c) => !keys.includes(c.key)).map((c) => c.key)))}
      options={columns.map((c, index) => ({ value: c.key, label: c.title, disabled: index === 0 }))}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={choice}>
      <Tooltip title={t("list-columns")}>
        <Button type="text" icon={<SettingOutlined />} aria-label={t("list-columns")} />
      </Tooltip>
    </Popover>
  );
}

function ExportButton<T>({ everything, columns, name }: Props<T>) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  if (!everything) return null;
  const save = () => {
    setBusy(true);
    const exported = columns.filter((c) => c.plain);
    everything()
      .then((rows) => saveCsv(name, exported.map((c) => c.title), rows.map((row) => exported.map((c) => c.plain?.(row) ?? ""))))
      .finally(() => setBusy(false));
  };
  return (
    <Tooltip title={t("list-export")}>
      <Button type="text" icon={<DownloadOutlined />} aria-label={t("list-export")} loading={busy} onClick={save} />
    </Tooltip>
  );
}
