import type { Locale } from "antd/es/locale";
import { createContext, useContext } from "react";
import type { Language } from "./languages";

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
