import { useCallback, useMemo } from "react";
import type { LocalizedText } from "@/api/types";
import { useLanguage } from "./language";

type Text = LocalizedText | string | null | undefined;

/** Picks the reader's version of a text that comes in several languages: own language, English, Chinese, the text's own first, any. */
export function pick(text: Text, code: string, own: readonly string[] = []): string {
  if (!text) return "";
  if (typeof text === "string") return text;
  const known = [code, "en", "zh", ...own].map((language) => text[language]);
  return known.find(Boolean) ?? Object.values(text).find(Boolean) ?? "";
}

/** `pick` bound to the language on screen. */
export function usePick(): (text: Text, own?: readonly string[]) => string {
  const { language } = useLanguage();
  return useCallback((text: Text, own?: readonly string[]) => pick(text, language.code, own), [language.code]);
}

/** Names languages in the language on screen. */
export function useLanguageName(): (code: string) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language.code], { type: "language" });
    return (code: string) => names.of(code) ?? code;
  }, [language.code]);
}
