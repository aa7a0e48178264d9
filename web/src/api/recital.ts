import { queryOptions } from "@tanstack/react-query";

import { get } from "./client";
import type { LocalizedText } from "./types";

/** What the host reads before anybody signs, and asks each signatory, in the agreement's two languages. */
export interface RecitalText {
  required: boolean;
  text: LocalizedText;
  questions: { signatory: string; text: LocalizedText }[];
}

export const recitalQuery = (agreement: string) =>
  queryOptions({
    queryKey: ["recital", agreement],
    queryFn: ({ signal }) => get<RecitalText>(`/agreements/${agreement}/recital`, undefined, signal),
  });
