import { useCallback } from "react";
import { useSearchParams } from "react-router";
import type { Query } from "@/api/client";

export interface ListParams {
  /** What the URL says, as the API's query. */
  query: Query;
  page: number;
  perPage: number;
  sort: string | undefined;
  value: (name: string) => string | undefined;
  /** Changes filters; back to the first page. */
  set: (changes: Record<string, string | undefined>) => void;
  turn: (page: number, perPage: number) => void;
  clear: () => void;
  filtered: boolean;
}

/** A list's search, filters, sort and page, kept in the URL so that they can be shared and come back with "back". */
export function useListParams(filters: string[], defaultSort?: string): ListParams {
  const [search, setSearch] = useSearchParams();
  const page = Math.max(1, Number(search.get("page")) || 1);
  const perPage = Number(search.get("per_page")) || 20;
  const sort = search.get("sort") ?? defaultSort;
  const names = ["q", ...filters];
  const query: Query = { page, per_page: perPage, sort };
  for (const name of names) query[name] = search.get(name) ?? undefined;

  const change = useCallback(
    (changes: Record<string, string | undefined>) =>
      setSearch(
        (current) => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return {
    query,
    page,
    perPage,
    sort,
    value: (name) => search.get(name) ?? undefined,
    set: (changes) => change({ ...changes, page: undefined }),
    turn: (next, size) => change({ page: next > 1 ? String(next) : undefined, per_page: size === 20 ? undefined : String(size) }),
    clear: () => change(Object.fromEntries([...names, "page"].map((name) => [name, undefined]))),
    filtered: names.some((name) => search.has(name)),
  };
}
