import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { AgreementKind, Ledger, LocalizedText, Money, Page, Stage } from "./types";

export const breakdowns = ["city", "industry", "stage", "currency"] as const;
export type Breakdown = (typeof breakdowns)[number];

/** How many, and how much in each currency. */
export interface Count {
  count: number;
  sums: Money[];
}

/** The columns of a line of figures; never added to each other. */
export interface FigureColumns {
  contracts: Count;
  frameworks: Count;
  intents: Count;
  /** Contracts with foreign capital, with what is contracted of it. */
  foreign: Count;
}

export interface FigureGroup extends FigureColumns {
  /** Division code, industry code, stage or currency; empty where it is not known. */
  key: string;
  label: LocalizedText;
}

export interface Figures {
  fair: string;
  by: Breakdown;
  totals: FigureColumns;
  ledgers: { ledger: Ledger; sums: Money[] }[];
  groups: FigureGroup[];
}

/** A signed agreement that counts. */
export interface FigureRow {
  agreement: string;
  number: string;
  kind: AgreementKind;
  title: LocalizedText;
  project: string;
  project_title: LocalizedText;
  city: string | null;
  industry: string;
  stage: Stage;
  amount: Money | null;
  foreign: Money | null;
  signed_at: string;
}

const columnOf = { contract: "contracts", framework: "frameworks", intent: "intents" } as const;

/** The column that a kind of agreement is counted in. */
export function countOf(columns: FigureColumns, kind: AgreementKind): Count {
  return columns[columnOf[kind]];
}

export const figuresQuery = (fair: string, by: Breakdown) =>
  queryOptions({
    queryKey: ["figures", fair, by],
    queryFn: ({ signal }) => get<Figures>(`/fairs/${fair}/figures`, { by }, signal),
    enabled: fair !== "",
  });

/** The agreements that one figure is made of. */
export const figureRowsQuery = (fair: string, by: Breakdown, group: string, kind: AgreementKind, page: number) =>
  queryOptions({
    queryKey: ["figures", fair, "rows", by, group, kind, page],
    queryFn: ({ signal }) => get<Page<FigureRow>>(`/fairs/${fair}/figures/rows`, { by, group, kind, page, per_page: 20 }, signal),
  });
