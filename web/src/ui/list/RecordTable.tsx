import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Empty, Grid, Pagination, Skeleton, Table } from "antd";
import type { SorterResult } from "antd/es/table/interface";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { Page } from "@/api/types";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "../Problem";
import { ListTools, type Density } from "./ListTools";
import styles from "./List.module.css";
import type { ListParams } from "./useListParams";

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** The API's name of the field to sort by; not sortable without it. */
  sort?: string;
  /** Stands at the end of its cell, as figures do. */
  figure?: boolean;
  /** Starts hidden; the reader can choose it. */
  hidden?: boolean;
  /** The text in an export; left out of exports without it. */
  plain?: (row: T) => string;
}

interface Props<T> {
  name: string;
  rows: UseQueryResult<Page<T>>;
  columns: Column<T>[];
  params: ListParams;
  /** Where a row leads; the first column carries the link. */
  to?: (row: T) => string;
  /** Filters beside the search box. */
  filters?: ReactNode;
  /** What to do when there is nothing at all. */
  empty: ReactNode;
  /** Reads every row for the export. */
  everything?: () => Promise<T[]>;
}

/** A list of records: a table on wide screens, cards on narrow ones, with everything it stands on in the URL. */
export function RecordTable<T extends { id: string }>(props: Props<T>) {
  const { rows, columns, params } = props;
  const wide = Grid.useBreakpoint().md ?? true;
  const [density, setDensity] = useState<Density>("middle");
  const [hidden, setHidden] = useState(() => new Set(columns.filter((c) => c.hidden).map((c) => c.key)));
  const shown = columns.filter((column) => !hidden.has(column.key));
  const total = rows.data?.total ?? 0;
  return (
    <div className={styles.list}>
      <ListTools {...props} density={density} setDensity={setDensity} hidden={hidden} setHidden={setHidden} />
      {rows.isError ? (
        <ProblemAlert error={rows.error} retry={() => void rows.refetch()} />
      ) : rows.isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} className={styles.skeleton ?? ""} />
      ) : rows.data.items.length === 0 ? (
        <Nothing {...props} />
      ) : wide ? (
        <WideRows {...props} columns={shown} density={density} />
      ) : (
        <Cards {...props} columns={shown} />
      )}
      {total > params.perPage && (
        <Pagination className={styles.pages ?? ""} align={wide ? "end" : "center"} simple={!wide} current={params.page} pageSize={params.perPage} total={total} showSizeChanger={wide} pageSizeOptions={[20, 50, 100]} onChange={params.turn} />
      )}
    </div>
  );
}

function Nothing<T>({ params, empty }: Props<T>) {
  const t = useT();
  return (
    <Empty className={styles.empty ?? ""} image={Empty.PRESENTED_IMAGE_SIMPLE} description={params.filtered ? t("list-nothing-matches") : empty}>
      {params.filtered && <Button type="link" onClick={params.clear}>{t("list-clear")}</Button>}
    </Empty>
  );
}

function cell<T>(column: Column<T>, row: T, first: boolean, to?: (row: T) => string) {
  const content = column.render(row);
  return first && to ? <Link to={to(row)} className={styles.first ?? ""}>{content}</Link> : content;
}

function WideRows<T extends { id: string }>({ rows, columns, params, to, density, name }: Props<T> & { density: Density }) {
  const descending = params.sort?.startsWith("-");
  const field = params.sort?.replace(/^-/, "");
  return (
    <Table<T>
      rowKey="id"
      size={density}
      dataSource={rows.data?.items ?? []}
      loading={rows.isPlaceholderData}
      pagination={false}
      scroll={{ x: "max-content" }}
      aria-label={name}
      onChange={(_, __, sorter) => {
        const { columnKey, order } = sorter as SorterResult<T>;
        const by = columns.find((c) => c.key === columnKey)?.sort;
        params.set({ sort: by && order ? (order === "descend" ? `-${by}` : by) : undefined });
      }}
      columns={columns.map((column, index) => ({
        key: column.key,
        title: column.title,
        ...(column.figure ? { align: "end" as const } : {}),
        ...(column.sort ? { sorter: true, sortOrder: column.sort === field ? (descending ? ("descend" as const) : ("ascend" as const)) : null } : {}),
        render: (_: unknown, row: T) => cell(column, row, index === 0, to),
      }))}
    />
  );
}

function Cards<T extends { id: string }>({ rows, columns, to }: Props<T>) {
  const [head, ...rest] = columns;
  return (
    <ul className={styles.cards} aria-busy={rows.isPlaceholderData}>
      {rows.data?.items.map((row) => (
        <li key={row.id}>
          <h2>{head && cell(head, row, true, to)}</h2>
          <dl>
            {rest.map((column) => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd>{column.render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
