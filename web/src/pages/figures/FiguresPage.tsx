import { useQuery } from "@tanstack/react-query";
import { Empty, Segmented, Select, Skeleton } from "antd";
import { Suspense, lazy, useState } from "react";
import { useSearchParams } from "react-router";
import { useCurrentFair } from "@/api/directory";
import { type Breakdown, type Figures, breakdowns, countOf, figuresQuery } from "@/api/figures";
import { Problem } from "@/api/problem";
import { useMe } from "@/api/session";
import { type AgreementKind, type Fair, agreementKinds } from "@/api/types";
import { mayVisit } from "@/app/navigation";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { PageHeader, Section } from "@/ui/PageHeader";
import { ProblemAlert, ProblemPage } from "@/ui/Problem";
import { FigureTable } from "./FigureTable";
import { Headline } from "./Headline";
import { RowsDrawer } from "./RowsDrawer";
import { useGroupName } from "./groupName";

const Chart = lazy(() => import("./Chart"));

/** What a chart can draw: how many, or how much in one currency. */
function measures(figures: Figures, kind: AgreementKind): string[] {
  const currencies = countOf(figures.totals, kind).sums.map((sum) => sum.currency);
  return ["count", ...new Set(currencies)];
}

function Charted({ figures, by, kind, open }: { figures: Figures; by: Breakdown; kind: AgreementKind; open: (key: string) => void }) {
  const t = useT();
  const name = useGroupName(by);
  const choices = measures(figures, kind);
  const [wanted, setWanted] = useState("count");
  const measure = choices.includes(wanted) ? wanted : "count";
  const rows = figures.groups
    .map((group) => {
      const { count, sums } = countOf(group, kind);
      const sum = sums.find((money) => money.currency === measure);
      return { key: group.key, name: name(group), value: measure === "count" ? count : (sum?.minor ?? 0) };
    })
    .filter((row) => row.value > 0);
  return (
    <Section
      title={t(`figures-chart-${by}`)}
      extra={<Select aria-label={t("figures-measure")} value={measure} onChange={setWanted} style={{ minInlineSize: 170 }} options={choices.map((value) => ({ value, label: value === "count" ? t("figures-count") : t("figures-amount-in", { currency: value }) }))} />}
    >
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("figures-none")} />
      ) : (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
          <Chart rows={rows} currency={measure === "count" ? null : measure} open={open} />
        </Suspense>
      )}
    </Section>
  );
}

function Shown({ fair }: { fair: Fair }) {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const by = breakdowns.find((value) => value === search.get("by")) ?? "city";
  const kind = agreementKinds.find((value) => value === search.get("kind")) ?? "contract";
  const figures = useQuery(figuresQuery(fair.id, by));
  const set = (changes: Record<string, string>) => setSearch((current) => ({ ...Object.fromEntries(current), ...changes }), { replace: true });
  const [drill, setDrill] = useState<{ key: string; kind: AgreementKind } | null>(null);
  if (figures.isPending) return <Skeleton active paragraph={{ rows: 12 }} />;
  if (figures.isError) return <ProblemAlert error={figures.error} retry={() => void figures.refetch()} />;
  const drilled = figures.data.groups.find((group) => group.key === drill?.key);
  return (
    <>
      <Headline total={figures.data.totals} chosen={kind} choose={(next) => set({ kind: next })} />
      <div className="yq-no-print" style={{ marginBlockEnd: 16 }}>
        <Segmented value={by} onChange={(value) => set({ by: value })} aria-label={t("figures-by")} options={breakdowns.map((value) => ({ value, label: t(`figures-by-${value}`) }))} />
      </div>
      <Charted figures={figures.data} by={by} kind={kind} open={(key) => setDrill({ key, kind })} />
      <FigureTable figures={figures.data} by={by} open={(key, of) => setDrill({ key, kind: of })} />
      {drilled && drill && <RowsDrawer fair={fair.id} by={by} group={drilled} kind={drill.kind} close={() => setDrill(null)} />}
    </>
  );
}

/** How much was signed, and how much of it is contracts. */
export default function FiguresPage() {
  const t = useT();
  const pick = usePick();
  const { fair, isPending, error, refetch } = useCurrentFair();
  if (!mayVisit(useMe(), "nav-figures")) return <ProblemPage error={new Problem(403, "not-for-this-role", "")} />;
  return (
    <>
      <PageHeader title={t("figures-question")} kicker={pick(fair?.name)} lead={t("figures-lead")} serif />
      {isPending && <Skeleton active />}
      {error && <ProblemAlert error={error} retry={refetch} />}
      {fair && <Shown fair={fair} />}
    </>
  );
}
