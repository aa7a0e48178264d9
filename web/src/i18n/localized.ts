import { useCallback } from "react";
import type { LocalizedText } from "@/api/types";
import { useLanguage } from "./language";

/** Picks the reader's version of a text that comes in several languages: own language, English, Chinese, any. */
export function pick(text: LocalizedText | string | null | undefined, code: string): string {
  if (!text) return "";
  if (typeof text === "string") return text;
  return text[code] || text["en"] || text["zh"] || Object.values(text).find(Boolean) || "";
}

/** `pick` bound to the language on screen. */
export function usePick(): (text: LocalizedText | string | null | undefined) => string {
  const { language } = useLanguage();
  return useCallback((text: LocalizedText | string | null | undefined) => pick(text, language.code), [language.code]);
}
