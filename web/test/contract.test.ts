import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "../src");

/** `GET /projects/{id}` … as the generated types list them. */
function offered(): string[] {
  const text = readFileSync(join(src, "api/generated.ts"), "utf8");
  const paths = text.slice(text.indexOf("export interface paths {"), text.indexOf("export type webhooks"));
  return [...paths.matchAll(/^ {4}"(\/[^"]*)": \{([\s\S]*?)^ {4}\};/gm)].flatMap(([, path, body]) =>
    [...body!.matchAll(/^ {8}(get|post|put|patch|delete): \{/gm)].map(([, method]) => `${method!.toUpperCase()} ${path!}`),
  );
}

const verbs: Record<string, string> = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", remove: "DELETE", everything: "GET", resourceUrl: "GET" };

/** Every request the app's source spells, with `*` for what is filled in. */
function asked(): string[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && !/generated|\.test\.ts/.test(name));
  return files.flatMap((name) => {
    const text = readFileSync(join(src, name), "utf8").replaceAll(/\$\{[^}]*\}/g, "*");
    const calls = [...text.matchAll(/\b(get|post|put|patch|remove|everything|resourceUrl)(?:<[^()]*?>)?\(\s*[`"](\/[^`"?]*)/g)].map((m) => `${verbs[m[1]!]!} ${m[2]!}`);
    const lists = [...text.matchAll(/\blist<\w+>\("(\w+)"(?:, [`"](\/[^`"]*)[`"])?\)/g)].map((m) => `GET ${m[2] ?? `/${m[1]!}`}`);
    const records = [...text.matchAll(/\brecord<\w+>\("(\w+)"\)/g)].map((m) => `GET /${m[1]!}/*`);
    return [...calls, ...lists, ...records];
  });
}

function matches(question: string, offer: string): boolean {
  const [asking, having] = [question.split("/"), offer.split("/")];
  return asking.length === having.length && asking.every((part, i) => part === having[i] || part === "*");
}

test("every request the app makes is one that the server's contract has", () => {
  const contract = offered();
  const requests = [...new Set(asked())];
  expect(contract.length).toBeGreaterThan(40);
  expect(requests.length).toBeGreaterThan(40);
  expect(requests.filter((request) => !contract.some((offer) => matches(request, offer)))).toEqual([]);
});
