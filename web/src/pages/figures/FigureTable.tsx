import { DownloadOutlined } from "@ant-design/icons";
import { Button, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { type Breakdown, type FigureColumns, type FigureGroup, type Figures, countOf } from "@/api/figures";
import { type AgreementKind, type Money, agreementKinds } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { saveCsv } from "@/ui/list/csv";
import { Section } from "@/ui/PageHeader";
import { Amount } from "@/ui/values";
import styles from "./Figures.module.css";
import { useGroupName } from "./groupName";

function Sums({ sums }: { sums: Money[] }) {
  if (sums.length === 0) return <span className="yq-muted">–</span>;
  return sums.map((sum) => <div key={sum.currency}><Amount money={sum} /></div>);
}

/** The same figures as rows; each kind in its own columns, each number leading to its agreements. */
export function FigureTable({ figures, by, open }: { figures: Figures; by: Breakdown; open: (key: string, kind: AgreementKind) => void }) {
  const t = useT();
  const format = useFormat();
  const name = useGroupName(by);
  const count = (group: FigureGroup, kind: AgreementKind) =>
    countOf(group, kind).count === 0 ? <span className="yq-muted">–</span> : <Button type="link" size="small" className="yq-number" onClick={() => open(group.key, kind)}>{format.number(countOf(group, kind).count)}</Button>;
  const columns: ColumnsType<FigureGroup> = [
    { key: "name", title: t(`figures-by-${by}`), fixed: "start", render: (_, group) => <b>{name(group)}</b> },
    ...agreementKinds.map((kind) => ({
      key: kind,
      title: t(`agreement-kind-${kind}`),
      children: [
        { key: `${kind}-count`, title: t("figures-number"), align: "end" as const, render: (_: unknown, group: FigureGroup) => count(group, kind) },
        { key: `${kind}-agreed`, title: t("ledger-agreed"), align: "end" as const, render: (_: unknown, group: FigureGroup) => <Sums sums={countOf(group, kind).sums} /> },
        ...(kind === "contract" ? [{ key: `${kind}-foreign`, title: t("ledger-contracted_foreign"), align: "end" as const, render: (_: unknown, group: FigureGroup) => <Sums sums={group.foreign.sums} /> }] : []),
      ],
    })),
  ];
  const save = () => {
    const exact = (sums: Money[]) => sums.map(format.exactMoney).join("; ");
    const cells = (columns: FigureColumns) => [...agreementKinds.flatMap((kind) => [String(countOf(columns, kind).count), exact(countOf(columns, kind).sums)]), String(columns.foreign.count), exact(columns.foreign.sums)];
    const pair = (column: string, of: string) => [`${column} ${t("figures-number")}`, `${column} ${of}`];
    const head = [...agreementKinds.flatMap((kind) => pair(t(`agreement-kind-${kind}`), t("ledger-agreed"))), ...pair(t("figures-foreign"), t("ledger-contracted_foreign"))];
    saveCsv(`figures-${by}`, [t(`figures-by-${by}`), ...head], [...figures.groups.map((group) => [name(group), ...cells(group)]), [t("figures-total"), ...cells(figures.totals)]]);
  };
  return (
    <Section title={t("figures-table")} extra={<Button icon={<DownloadOutlined />} onClick={save}>{t("list-export")}</Button>}>
      <Table<FigureGroup>
        className={styles.table ?? ""}
        rowKey="key"
        size="middle"
        bordered
        pagination={false}
        dataSource={figures.groups}
        columns={columns}
        scroll={{ x: "max-content" }}
        summary={() => <Total total={figures.totals} />}
      />
      <p className="yq-muted">{t("figures-currencies-note")}</p>
    </Section>
  );
}

function Total({ total }: { total: FigureColumns }) {
  const t = useT();
  const format = useFormat();
  let index = 0;
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={index++}><b>{t("figures-total")}</b></Table.Summary.Cell>
      {agreementKinds.flatMap((kind) => [
        <Table.Summary.Cell key={`${kind}-n`} index={index++} align="end"><b className="yq-number">{countOf(total, kind).count === 0 ? 0 : <Link to={`${paths.agreements()}?kind=${kind}&state=signed`}>{format.number(countOf(total, kind).count)}</Link>}</b></Table.Summary.Cell>,
        <Table.Summary.Cell key={`${kind}-a`} index={index++} align="end"><b><Sums sums={countOf(total, kind).sums} /></b></Table.Summary.Cell>,
        ...(kind === "contract" ? [<Table.Summary.Cell key={`${kind}-f`} index={index++} align="end"><b><Sums sums={total.foreign.sums} /></b></Table.Summary.Cell>] : []),
      ])}
    </Table.Summary.Row>
  );
}
