import type { AgreementKind, Clause, LocalizedText, Money, Relation } from "@/api/types";
import { TEMPLATE_TEXTS, type TemplateTexts } from "./templateTexts";

/** What the first version of an agreement is filled with. */
export interface TemplateFacts {
  languages: readonly string[];
  project: LocalizedText;
  parties: LocalizedText[];
  amount: Money | null;
}

/** What a signatory signs as, where nothing else was agreed; in every language that an agreement can have. */
export const SIGNATORY_CAPACITY: LocalizedText = inEach(({ capacity }) => capacity);

/** Builds the title of an agreement in every language that it can have. */
export function templateTitle(kind: AgreementKind, project: LocalizedText): LocalizedText {
  return inEach(({ title, kinds }, code) => filled(title, { kind: kinds[kind], project: called(project, code) }));
}

/** Builds the title of a later agreement, from the first one's or its project's. */
export function laterTitle(relation: Relation, first: LocalizedText): LocalizedText {
  return inEach(({ later }, code) => filled(later[relation], { title: called(first, code) }));
}

/** Builds the first version's clauses from what is known; both sides change them from here on. */
export function templateClauses({ languages, project, parties, amount }: TemplateFacts): Clause[] {
  const written = languages.flatMap((code) => {
    const texts = TEMPLATE_TEXTS[code];
    if (!texts) return [];
    const [first, second] = languages.map((language) => nameIn(code, language));
    const facts = { project: called(project, code), parties: list(parties.map((party) => called(party, code)), texts), amount: amountText(amount, code, texts), first: first ?? "", second: second ?? "" };
    return [{ code, clauses: texts.clauses.map(({ heading, body }) => ({ heading, body: filled(body, facts) })) }];
  });
  return (written[0]?.clauses ?? []).map((_, place) => ({
    heading: Object.fromEntries(written.map(({ code, clauses }) => [code, clauses[place]?.heading ?? ""])),
    body: Object.fromEntries(written.map(({ code, clauses }) => [code, clauses[place]?.body ?? ""])),
  }));
}

function inEach(write: (texts: TemplateTexts, code: string) => string): LocalizedText {
  return Object.fromEntries(Object.entries(TEMPLATE_TEXTS).map(([code, texts]) => [code, write(texts, code)]));
}

function filled(text: string, facts: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place);
}

/** A name in a language; names are mostly known in Chinese and English alone. */
const called = (name: LocalizedText, code: string) => name[code] ?? name["en"] ?? name["zh"] ?? "";

const nameIn = (code: string, language: string) => new Intl.DisplayNames([code], { type: "language" }).of(language) ?? language;

function list(names: string[], { comma, and }: TemplateTexts): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(comma)}${and}${last}` : last;
}

/** An amount in full; in digits that every reader of a contract knows. */
function amountText(amount: Money | null, code: string, { noAmount }: TemplateTexts): string {
  if (!amount) return noAmount;
  const format = new Intl.NumberFormat(code, { style: "currency", currency: amount.currency, currencyDisplay: code === "zh" ? "name" : "code", numberingSystem: "latn" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount.minor / 10 ** digits);
}
