import { LocalizationProvider, ReactLocalization } from "@fluent/react";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { setAcceptLanguage } from "@/api/client";
import { negotiate, offered } from "./catalogue";
import { LanguageContext, rememberedLanguage, rememberLanguage } from "./language";
import { useLoaded } from "./useLoaded";

/** Loads the reader's language before anything is shown and keeps `lang`, `dir` and the API's language in step. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(() => negotiate(rememberedLanguage()));
  const loaded = useLoaded(wanted);

  useEffect(() => {
    if (!loaded) return;
    const { code, dir } = loaded.language;
    document.documentElement.lang = code;
    document.documentElement.dir = dir;
    dayjs.locale(code === "zh" ? "zh-cn" : "en");
    setAcceptLanguage(code);
  }, [loaded]);

  const l10n = useMemo(() => new ReactLocalization(loaded ? [loaded.bundle] : []), [loaded]);
  if (!loaded) return null;
  const choose = (code: string) => {
    rememberLanguage(code);
    setWanted(offered.find((language) => language.code === code) ?? wanted);
  };
  return (
    <LanguageContext value={{ language: loaded.language, antLocale: loaded.antLocale, choose }}>
      <LocalizationProvider l10n={l10n}>{children}</LocalizationProvider>
    </LanguageContext>
  );
}
