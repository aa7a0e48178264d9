import type { Locale } from "antd/es/locale";

/** One language the product can be read in. */
export interface Language {
  code: string;
  /** The language's own name for itself. */
  name: string;
  dir: "ltr" | "rtl";
  antLocale: () => Promise<{ default: Locale }>;
}

/** Every language planned; those with a catalogue in `locales/` are offered. */
export const planned: Language[] = [
  { code: "zh", name: "中文", dir: "ltr", antLocale: () => import("antd/locale/zh_CN") },
  { code: "en", name: "English", dir: "ltr", antLocale: () => import("antd/locale/en_GB") },
  { code: "ar", name: "العربية", dir: "rtl", antLocale: () => import("antd/locale/ar_EG") },
  { code: "ja", name: "日本語", dir: "ltr", antLocale: () => import("antd/locale/ja_JP") },
  { code: "ko", name: "한국어", dir: "ltr", antLocale: () => import("antd/locale/ko_KR") },
  { code: "de", name: "Deutsch", dir: "ltr", antLocale: () => import("antd/locale/de_DE") },
  { code: "fr", name: "Français", dir: "ltr", antLocale: () => import("antd/locale/fr_FR") },
  { code: "ru", name: "Русский", dir: "ltr", antLocale: () => import("antd/locale/ru_RU") },
  { code: "es", name: "Español", dir: "ltr", antLocale: () => import("antd/locale/es_ES") },
];

/** A language's own name for itself. */
export function ownName(code: string): string {
  return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
}

/** The way a language is written. */
export function dirOf(code: string): "ltr" | "rtl" {
  return planned.find((language) => language.code === code)?.dir ?? "ltr";
}
