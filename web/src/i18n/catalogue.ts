import { FluentBundle, FluentResource } from "@fluent/bundle";
import { negotiateLanguages } from "@fluent/langneg";
import { type Language, planned } from "./languages";

const files = import.meta.glob<string>(["../../locales/*/*.ftl", "!../../locales/*/mail.ftl", "!../../locales/*/sign-command.ftl"], { query: "?raw", import: "default" });

function codeOf(path: string): string {
  return path.split("/").at(-2) ?? "";
}

function having(name: string): Language[] {
  return planned.filter(({ code }) => Object.keys(files).some((path) => path.endsWith(`/${code}/${name}.ftl`)));
}

/** The languages that all of the app speaks, in the order of the switcher. */
export const offered = having("common");

/** The languages in which anybody can check evidence. */
export const offeredToVerifiers = having("verify");

/** Picks the reader's language: the remembered choice, else the browser's best, else English. */
export function negotiate(remembered: string | null): Language {
  const english = offered.find(({ code }) => code === "en") ?? offered[0]!;
  return bestOf(offered, remembered ? [remembered] : navigator.languages, english);
}

/** Picks the first of some languages that a reader wants. */
export function bestOf(languages: Language[], wanted: readonly string[], otherwise: Language): Language {
  const codes = languages.map((language) => language.code);
  const [code] = negotiateLanguages([...wanted], codes, { strategy: "lookup", defaultLocale: otherwise.code });
  return languages.find((language) => language.code === code) ?? otherwise;
}

/** Loads every catalogue that a language has into a bundle. */
export async function loadBundle(language: Language): Promise<FluentBundle> {
  const bundle = new FluentBundle(language.code, { useIsolating: language.dir === "rtl" });
  const loaders = Object.entries(files).filter(([path]) => codeOf(path) === language.code);
  const texts = await Promise.all(loaders.map(([, load]) => load()));
  for (const text of texts) bundle.addResource(new FluentResource(text));
  return bundle;
}
