import { useQuery } from "@tanstack/react-query";
import { Drawer, Pagination, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { type Breakdown, type FigureGroup, figureRowsQuery } from "@/api/figures";
import type { AgreementKind } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { Amount, Moment } from "@/ui/values";
import { StageTag } from "../projects/StageTag";
import styles from "./Figures.module.css";
import { useGroupName } from "./groupName";

/** The agreements behind one figure, each with its evidence. */
export function RowsDrawer({ fair, by, group, kind, close }: { fair: string; by: Breakdown; group: FigureGroup; kind: AgreementKind; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const name = useGroupName(by);
  const [page, setPage] = useState(1);
  const rows = useQuery(figureRowsQuery(fair, by, group.key, kind, page));
  return (
    <Drawer open size={620} onClose={close} title={t("figures-rows", { group: name(group), kind: t(`agreement-kind-${kind}`) })}>
      {rows.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {rows.isError && <ProblemAlert error={rows.error} retry={() => void rows.refetch()} />}
      <ul className={styles.rows}>
        {rows.data?.items.map((row) => (
          <li key={row.agreement}>
            <div>
              <Link to={paths.agreement(row.agreement)}>{pick(row.title)}</Link>
              <small className="yq-muted">
                <span className="yq-number">{row.number}</span> · <Link to={paths.project(row.project)}>{pick(row.project_title)}</Link>
              </small>
              <small className="yq-muted"><StageTag stage={row.stage} /> · {t("agreement-signed-at")} <Moment at={row.signed_at} show="date" /></small>
            </div>
            <div className={styles.amounts}>
              <Amount money={row.amount} />
              {row.foreign && <small className="yq-muted">{t("ledger-contracted_foreign")} <Amount money={row.foreign} /></small>}
            </div>
          </li>
        ))}
      </ul>
      {(rows.data?.total ?? 0) > 20 && <Pagination current={page} pageSize={20} total={rows.data?.total ?? 0} showSizeChanger={false} onChange={setPage} />}
    </Drawer>
  );
}
