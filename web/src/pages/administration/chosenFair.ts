import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { useCurrentFair } from "@/api/directory";
import { fairsQuery } from "@/api/records";

/** The fair being administered: the one in the URL, else the one under way. */
export function useChosenFair() {
  const { fair: current, isPending, error, refetch } = useCurrentFair();
  const fairs = useQuery(fairsQuery({ per_page: 100 })).data?.items ?? [];
  const [search, setSearch] = useSearchParams();
  const fair = fairs.find(({ id }) => id === search.get("fair")) ?? current;
  const choose = (id: string) => setSearch({ fair: id }, { replace: true });
  return { fair, fairs, choose, isPending, error, refetch };
}
