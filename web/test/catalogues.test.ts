import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { FluentParser, Junk, Message } from "@fluent/syntax";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const locales = join(root, "locales");

interface Known {
  variables: string[];
  attributes: string[];
}

/** The variables a message shows; one that only chooses a plural form is the language's own matter. */
function variablesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(variablesIn);
  if (!node || typeof node !== "object") return [];
  const record = node as Record<string, unknown>;
  if (record["type"] === "VariableReference") return [(record["id"] as { name: string }).name];
  return Object.entries(record).flatMap(([key, value]) => (key === "selector" ? [] : variablesIn(value)));
}

function messagesOf(language: string, files = readdirSync(join(locales, language))): Map<string, Known> {
  const parser = new FluentParser({ withSpans: false });
  const known = new Map<string, Known>();
  for (const file of files) {
    for (const entry of parser.parse(readFileSync(join(locales, language, file), "utf8")).body) {
      if (entry instanceof Junk) throw new Error(`${language}/${file}: ${entry.content}`);
      if (!(entry instanceof Message)) continue;
      if (known.has(entry.id.name)) throw new Error(`${language}/${file} says ${entry.id.name} twice`);
      known.set(entry.id.name, {
        variables: [...new Set(variablesIn(entry))].sort(),
        attributes: entry.attributes.map((a) => a.id.name).sort(),
      });
    }
  }
  return known;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** What people sign, check and run who have no account here. */
const evidence = ["documents.ftl", "evidence.ftl", "sign-command.ftl", "verify.ftl"];
const whole = ["zh", "en"];
const reference = messagesOf("zh");

describe("the catalogues", () => {
  test.each(readdirSync(locales))("%s says the same messages with the same variables as zh", (language) => {
    const expected = whole.includes(language) ? reference : messagesOf("zh", evidence);
    expect(Object.fromEntries(messagesOf(language))).toEqual(Object.fromEntries(expected));
  });

  test("all nine languages have words for evidence", () => {
    expect(readdirSync(locales).sort()).toEqual(["ar", "de", "en", "es", "fr", "ja", "ko", "ru", "zh"]);
  });

  test("every message the app names exists", () => {
    const text = sources(join(root, "src")).join("\n");
    const direct = [...text.matchAll(/\bt\(\s*"([a-z][\w-]*)"/g), ...text.matchAll(/<Localized\s+id="([\w-]+)"/g)].map((m) => m[1]!);
    const chosen = [...text.matchAll(/\bt\([^()`]*\?\s*"([\w-]+)"\s*:\s*"([\w-]+)"/g)].flatMap((m) => [m[1]!, m[2]!]);
    const named = [...direct, ...chosen];
    expect(named.filter((id) => !reference.has(id))).toEqual([]);
  });

  test("every family of messages the app builds names for has members", () => {
    const text = sources(join(root, "src")).join("\n");
    const prefixes = [...text.matchAll(/\bt\(\s*`([a-z][\w-]*-)\$\{/g)].map((m) => m[1]!);
    expect(prefixes.length).toBeGreaterThan(0);
    expect(prefixes.filter((prefix) => ![...reference.keys()].some((id) => id.startsWith(prefix)))).toEqual([]);
  });
});
