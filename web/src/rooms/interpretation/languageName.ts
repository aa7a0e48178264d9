import { useMemo } from "react";

import { useLanguage } from "@/i18n/language";

/** Names a language, given by its tag, in the reader's own. */
export function useLanguageName(): (tag: string) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language.code], { type: "language" });
    return (tag) => names.of(tag) ?? tag;
  }, [language.code]);
}
