import { useCallback } from "react";
import type { LocalizedText } from "@/api/types";
import { useLanguage } from "./language";

/** Picks the reader's version of a text that comes in several languages: own language, English, Chinese, any. */
export function pick(text: LocalizedText | null | undefined, code: string): string {
  if (!text) return "";
  return text[code] || text["en"] || text["zh"] || Object.values(text).find(Boolean) || "";
}

/** `pick` bound to the language on screen. */
export function usePick(): (text: LocalizedText | null | undefined) => string {
  const { language } = useLanguage();
  return useCallback((text) => pick(text, language.code), [language.code]);
}
