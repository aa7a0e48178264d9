import { useQuery } from "@tanstack/react-query";
import { ceremoniesQuery } from "@/api/records";
import type { Item } from "@/api/types";
import { paths } from "@/app/paths";

/** Where an item is attended: a ceremony on its stage, everything else in its hall. */
export function useItemLink(fair: string): (item: Item) => string {
  const ceremonies = useQuery(ceremoniesQuery({ fair, per_page: 100 })).data?.items;
  return (item) => {
    const ceremony = item.kind === "signing_ceremony" ? ceremonies?.find((c) => c.item === item.id) : undefined;
    return ceremony ? paths.ceremony(ceremony.id) : paths.hall(item.id);
  };
}
