import { FluentBundle, FluentResource } from "@fluent/bundle";
import { negotiateLanguages } from "@fluent/langneg";
import { type Language, planned } from "./languages";

const files = import.meta.glob<string>(["../../locales/*/*.ftl", "!../../locales/*/mail.ftl", "!../../locales/*/sign-command.ftl"], { query: "?raw", import: "default" });

function codeOf(path: string): string {
  return path.split("/").at(-2) ?? "";
}

const present = new Set(Object.keys(files).map(codeOf));

/** The languages that have catalogues, in the order of the switcher. */
export const offered: Language[] = planned.filter((language) => present.has(language.code));

/** Picks the reader's language: the remembered choice, else the browser's best, else Chinese. */
export function negotiate(remembered: string | null): Language {
  const wanted = remembered ? [remembered] : [...navigator.languages];
  const [code] = negotiateLanguages(wanted, offered.map((l) => l.code), { strategy: "lookup", defaultLocale: "zh" });
  return offered.find((language) => language.code === code) ?? offered[0]!;
}

/** Loads every catalogue of one language into a bundle. */
export async function loadBundle(language: Language): Promise<FluentBundle> {
  const bundle = new FluentBundle(language.code, { useIsolating: language.dir === "rtl" });
  const loaders = Object.entries(files).filter(([path]) => codeOf(path) === language.code);
  const texts = await Promise.all(loaders.map(([, load]) => load()));
  for (const text of texts) bundle.addResource(new FluentResource(text));
  return bundle;
}
