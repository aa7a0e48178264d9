/** What a revision changed in the objects that were there before, and what it may change. */

import type { PdfDocument } from "./document";
import { type Dictionary, type PdfObject, Ref, Stream, same } from "./object";

/**
 * What may happen to an object: set a key that was not there, replace one, append one item to the list under a key (or to
 * the list that the object is), append items.
 */
export type Rule = { may: "set" | "replace" | "append-one" | "append"; key?: string };

/** Rules by object number; an object without has to stay as it is. */
export type Rules = Map<number, Rule[]>;

/** Lists the numbers of objects that were named before but are there only now: content that nobody saw. */
export function filled(before: PdfDocument, after: PdfDocument): number[] {
  const named = new Set<number>();
  for (const number of before.entries.keys()) namedIn(before.object(number), named);
  return [...named].filter((number) => before.object(number) === undefined && after.object(number) !== undefined);
}

function namedIn(object: PdfObject | undefined, named: Set<number>): void {
  if (object instanceof Ref) named.add(object.number);
  else if (object instanceof Stream) namedIn(object.dictionary, named);
  else if (Array.isArray(object) || object instanceof Map) for (const item of object.values()) namedIn(item, named);
}

/** Lists the numbers of objects that differ although they may not. */
export function changed(before: PdfDocument, after: PdfDocument, rules: Rules): number[] {
  const found = [...before.entries.keys()].filter((number) => {
    const [old, now] = [before.object(number), after.object(number)];
    return old !== undefined && (now === undefined || generationOf(before, number) !== generationOf(after, number) || !isAllowed(old, now, rules.get(number) ?? []));
  });
  return same(before.root, after.root) ? found : [...found, before.root.number];
}

function generationOf(document: PdfDocument, number: number): number {
  const entry = document.entries.get(number);
  return entry?.kind === "at" ? entry.generation : 0;
}

function isAllowed(old: PdfObject, now: PdfObject, rules: Rule[]): boolean {
  if (!(old instanceof Map && now instanceof Map)) {
    return same(old, now) || (rules.some((rule) => rule.may === "append-one" && rule.key === undefined) && grows(old, now, 1));
  }
  const [left, right] = [new Map(old), new Map(now)];
  for (const { may, key } of rules) {
    if (key === undefined || !holds(may, old, now, key)) continue;
    left.delete(key);
    right.delete(key);
  }
  return same(left, right);
}

function holds(may: Rule["may"], old: Dictionary, now: Dictionary, key: string): boolean {
  if (may === "set") return !old.has(key);
  return may === "replace" || grows(old.get(key) ?? [], now.get(key) ?? [], may === "append-one" ? 1 : undefined);
}

/** Whether a list only got longer, at its end. */
function grows(old: PdfObject, now: PdfObject, by: number | undefined): boolean {
  if (!Array.isArray(old) || !Array.isArray(now) || now.length < old.length) return false;
  return (by === undefined || now.length === old.length + by) && old.every((item, i) => same(item, now[i]));
}

/** A signature sets its field's value and appearance; the first one certifies. */
export function signatureRules(before: PdfDocument, field: number, isFirst: boolean): Rules {
  const rules: Rules = new Map([[field, [{ may: "set", key: "V" }, { may: "replace", key: "AP" }]]]);
  if (isFirst) rules.set(before.root.number, [...(rules.get(before.root.number) ?? []), { may: "set", key: "Perms" }]);
  return rules;
}

/** A document timestamp brings its own field, on the first page, and validation material. */
export function timestampRules(before: PdfDocument): Rules {
  const rules: Rules = new Map();
  const add = (number: number, ...more: Rule[]) => rules.set(number, [...(rules.get(number) ?? []), ...more]);
  const store = before.catalog.get("DSS");
  if (store instanceof Ref) add(store.number, ...["Certs", "OCSPs", "CRLs"].map((key): Rule => ({ may: "append", key })));
  else add(before.root.number, { may: "set", key: "DSS" }, { may: "set", key: "Extensions" });
  const holders: [PdfObject | undefined, string][] = [[before.catalog.get("AcroForm"), "Fields"], [before.pages()[0], "Annots"]];
  for (const [holder, key] of holders) {
    if (!(holder instanceof Ref)) continue;
    const list = before.dictionary(holder)?.get(key);
    if (list instanceof Ref) add(list.number, { may: "append-one" });
    else add(holder.number, { may: "append-one", key });
  }
  return rules;
}
