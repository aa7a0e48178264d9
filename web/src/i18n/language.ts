import type { Locale } from "antd/es/locale";
import { createContext, useContext } from "react";
import type { Language } from "./languages";

const storageKey = "yunqian.language";

/** The code of the language that the reader chose before. */
export const rememberedLanguage = () => localStorage.getItem(storageKey);
export const rememberLanguage = (code: string) => localStorage.setItem(storageKey, code);

interface LanguageChoice {
  language: Language;
  antLocale: Locale;
  choose: (code: string) => void;
}

export const LanguageContext = createContext<LanguageChoice | null>(null);

/** The language on screen and the way to change it. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (!choice) throw new Error("useLanguage stands outside LanguageProvider");
  return choice;
}
