/** A text in several languages, by language code. */
export type LocalizedText = Record<string, string>;

export interface Money {
  minor: number;
  currency: string;
  approximate?: boolean;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  per_page: number;
}

export type Role =
  | "province_officer" | "city_officer" | "park_officer" | "firm" | "agent" | "principal"
  | "host" | "interpreter" | "witness" | "guest" | "viewer" | "department" | "auditor";
