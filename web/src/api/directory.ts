import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLanguage } from "@/i18n/language";
import { usePick } from "@/i18n/localized";
import { knownName } from "./names";
import { fairsQuery, organisationQuery, personQuery, projectQuery, regionsQuery } from "./records";
import type { Fair, LocalizedText } from "./types";

/** The name of an organisation: as a reply told it, else asked for. */
export function useOrganisationName(id: string | null | undefined): LocalizedText | undefined {
  const known = knownName(id);
  const asked = useQuery({ ...organisationQuery(id ?? ""), enabled: !!id && !known, retry: false });
  return known ?? asked.data?.name;
}

/** A person's name, where the viewer may know it. */
export function usePersonName(id: string | null | undefined): LocalizedText | undefined {
  const known = knownName(id);
  const asked = useQuery({ ...personQuery(id ?? ""), enabled: !!id && !known, retry: false, staleTime: 300_000 });
  return known ?? asked.data?.name;
}

/** The title of a project: as a reply told it, else asked for. */
export function useProjectTitle(id: string | null | undefined): LocalizedText | undefined {
  const known = knownName(id);
  const asked = useQuery({ ...projectQuery(id ?? ""), enabled: !!id && !known, retry: false });
  return known ?? asked.data?.title;
}

/** Names regions by code. */
export function useRegionName(): (code: string | null | undefined) => string {
  const pick = usePick();
  const regions = useQuery(regionsQuery).data;
  const byCode = useMemo(() => new Map(regions?.map((region) => [region.code, region.name])), [regions]);
  return (code) => (code ? pick(byCode.get(code) ?? knownName(code)) || code : "");
}

/** Names countries by their ISO code in the language on screen. */
export function useCountryName(): (code: string) => string {
  const { language } = useLanguage();
  const names = useMemo(() => new Intl.DisplayNames([language.code], { type: "region", fallback: "code" }), [language.code]);
  return (code) => (/^[A-Za-z]{2}$/.test(code) ? (names.of(code.toUpperCase()) ?? code) : code);
}

const order = ["live", "follow_up", "scheduling", "booking", "registration", "draft", "closed", "cancelled"];

/** The fair that is going on, or the one that comes nearest to it. */
export function useCurrentFair(): { fair: Fair | undefined; isPending: boolean; error: Error | null; refetch: () => void } {
  const fairs = useQuery(fairsQuery({ per_page: 100 }));
  const fair = useMemo(() => [...(fairs.data?.items ?? [])].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0], [fairs.data]);
  return { fair, isPending: fairs.isPending, error: fairs.error, refetch: () => void fairs.refetch() };
}

/** Names industries by code as the fair lists them. */
export function useIndustryName(): (code: string) => string {
  const pick = usePick();
  const { fair, isPending } = useCurrentFair();
  if (isPending) return () => "…";
  return (code) => pick(fair?.industries.find((industry) => industry.code === code)?.name) || code;
}
