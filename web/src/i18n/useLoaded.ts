import type { FluentBundle } from "@fluent/bundle";
import type { Locale } from "antd/es/locale";
import { useEffect, useState } from "react";
import { loadBundle } from "./catalogue";
import type { Language } from "./languages";

export interface Loaded {
  language: Language;
  bundle: FluentBundle;
  antLocale: Locale;
}

async function load(language: Language): Promise<Loaded> {
  const [bundle, locale] = await Promise.all([loadBundle(language), language.antLocale()]);
  return { language, bundle, antLocale: locale.default };
}

/** Loads a language's texts; those of the one before stay until they are there. */
export function useLoaded(language: Language): Loaded | null {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let current = true;
    void load(language).then((next) => {
      if (current) setLoaded(next);
    });
    return () => {
      current = false;
    };
  }, [language]);
  return loaded;
}
