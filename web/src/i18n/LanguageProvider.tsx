import type { FluentBundle } from "@fluent/bundle";
import { LocalizationProvider, ReactLocalization } from "@fluent/react";
import type { Locale } from "antd/es/locale";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { setAcceptLanguage } from "@/api/client";
import { loadBundle, negotiate, offered } from "./catalogue";
import { LanguageContext } from "./language";
import type { Language } from "./languages";

const storageKey = "yunqian.language";

interface Loaded {
  language: Language;
  bundle: FluentBundle;
  antLocale: Locale;
}

async function load(language: Language): Promise<Loaded> {
  const [bundle, locale] = await Promise.all([loadBundle(language), language.antLocale()]);
  return { language, bundle, antLocale: locale.default };
}

/** Loads the reader's language before anything is shown and keeps `lang`, `dir` and the API's language in step. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(() => negotiate(localStorage.getItem(storageKey)));
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  useEffect(() => {
    let current = true;
    void load(wanted).then((next) => {
      if (!current) return;
      document.documentElement.lang = next.language.code;
      document.documentElement.dir = next.language.dir;
      dayjs.locale(next.language.code === "zh" ? "zh-cn" : "en");
      setAcceptLanguage(next.language.code);
      setLoaded(next);
    });
    return () => {
      current = false;
    };
  }, [wanted]);

  const l10n = useMemo(() => new ReactLocalization(loaded ? [loaded.bundle] : []), [loaded]);
  if (!loaded) return null;
  const choose = (code: string) => {
    localStorage.setItem(storageKey, code);
    setWanted(offered.find((language) => language.code === code) ?? wanted);
  };
  return (
    <LanguageContext value={{ language: loaded.language, antLocale: loaded.antLocale, choose }}>
      <LocalizationProvider l10n={l10n}>{children}</LocalizationProvider>
    </LanguageContext>
  );
}
