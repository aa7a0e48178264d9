/** What a revision changed in a document and brought into it, and what it may. */

import type { PdfDocument } from "./document";
import { type Dictionary, Name, type PdfObject, Real, Ref, Stream, Text, same } from "./object";

/**
 * What may happen to an object: set a key that was not there, replace one, append this object to the list under a key (or to
 * the list that the object is), append items.
 */
type Rule = { may: "set" | "replace" | "append"; key: string } | { may: "append-one"; key?: string; item: Ref };

/** Rules by object number; an object without has to stay as it is. */
type Rules = Map<number, Rule[]>;

/** Whose revision it is. */
export interface Maker {
  /** The field that was signed, and its signature. */
  field: Ref;
  value: Ref;
  isTimestamp: boolean;
  /** Whether it is the first signature, which certifies. */
  isFirst: boolean;
}

/** Stands for the trailer, which has no number. */
const trailer = 0;
/** Keys of a trailer, or of a cross-reference stream, that are each section's own. */
const ofSection = ["Size", "Prev", "ID", "Type", "W", "Index", "Length", "Filter", "DecodeParms"];
/** Lists of a document's security store. */
const material = ["Certs", "OCSPs", "CRLs"];

/** Lists the numbers of objects that a revision may not have changed or brought. */
export function wrong(before: PdfDocument, after: PdfDocument, maker: Maker | undefined): number[] {
  const revision = new Change(before, after);
  const rules = !maker ? new Map() : maker.isTimestamp ? revision.timestampRules(maker) : signatureRules(before, maker);
  const brought = !maker ? new Set<number>() : maker.isTimestamp ? revision.byTimestamp(maker) : revision.bySignature(maker);
  return [
    ...revision.changed(rules),
    ...(maker && !brought ? [maker.field.number] : []),
    ...[...revision.shown()].filter((number) => !brought?.has(number)),
    ...filled(before, after),
  ];
}

/** A signature sets its field's value and appearance; the first one certifies. */
function signatureRules(before: PdfDocument, { field, isFirst }: Maker): Rules {
  const rules: Rules = new Map([[field.number, [{ may: "set", key: "V" }, { may: "replace", key: "AP" }]]]);
  if (isFirst) rules.set(before.root.number, [...(rules.get(before.root.number) ?? []), { may: "set", key: "Perms" }]);
  return rules;
}

/** Two states of a document, one revision apart. */
class Change {
  constructor(private readonly before: PdfDocument, private readonly after: PdfDocument) {}

  /** A document timestamp brings its own field, on the first page, and validation material. */
  timestampRules({ field }: Maker): Rules {
    const { before } = this;
    const rules: Rules = new Map();
    const add = (number: number, ...more: Rule[]) => rules.set(number, [...(rules.get(number) ?? []), ...more]);
    const store = before.catalog.get("DSS");
    if (store instanceof Ref) add(store.number, ...material.map((key): Rule => ({ may: "append", key })));
    else add(before.root.number, { may: "set", key: "DSS" }, { may: "set", key: "Extensions" });
    const holders: [PdfObject | undefined, string][] = [[before.catalog.get("AcroForm"), "Fields"], [before.pages()[0], "Annots"]];
    for (const [holder, key] of holders) {
      if (!(holder instanceof Ref)) continue;
      const list = before.dictionary(holder)?.get(key);
      if (list instanceof Ref) add(list.number, { may: "append-one", item: field });
      else add(holder.number, { may: "append-one", key, item: field });
    }
    return rules;
  }

  /**
   * Lists what a document timestamp brings: a field that shows nothing, its token, the store and what is in it; `undefined`
   * where one of them is anything else.
   */
  byTimestamp(maker: Maker): Set<number> | undefined {
    const field = this.brought(maker.field.number);
    if (!(field instanceof Map) || !this.isInvisible(field, maker) || !this.isSignature(maker.value)) return undefined;
    const brought = new Set([maker.field.number, maker.value.number]);
    const store = this.after.catalog.get("DSS");
    if (store === undefined) return brought;
    const entries = store instanceof Ref ? this.after.dictionary(store) : undefined;
    if (!(store instanceof Ref) || !entries) return undefined;
    for (const [key, list] of entries) {
      if (key === "Type") continue;
      if (!material.includes(key) || !Array.isArray(list)) return undefined;
      for (const item of list) {
        const stream = item instanceof Ref ? this.after.resolve(item) : undefined;
        if (!(item instanceof Ref) || !(stream instanceof Stream) || !namesNothing(stream.dictionary)) return undefined;
        brought.add(item.number);
      }
    }
    return brought.add(store.number);
  }

  /** Lists what a signature brings: itself, and the picture that its field shows. */
  bySignature({ field, value, isFirst }: Maker): Set<number> | undefined {
    const [old, now] = [this.before.dictionary(field), this.after.dictionary(field)];
    if (!old || !now || !this.isSignature(value)) return undefined;
    const appearance = now.get("AP");
    const picture = same(old.get("AP"), appearance) ? new Set<number>() : this.picture(appearance);
    if (isFirst) {
      const permissions = this.after.catalog.get("Perms");
      if (!(permissions instanceof Map) || permissions.size !== 1 || !same(permissions.get("DocMDP"), value)) return undefined;
    }
    return picture?.add(value.number);
  }

  /** Lists the objects of a new appearance: a form, and what it draws with. */
  private picture(appearance: PdfObject | undefined): Set<number> | undefined {
    const normal = appearance instanceof Map && appearance.size === 1 ? appearance.get("N") : undefined;
    const form = normal instanceof Ref ? this.brought(normal.number) : undefined;
    const kind = form instanceof Stream ? form.dictionary.get("Subtype") : undefined;
    if (!(form instanceof Stream) || !(kind instanceof Name) || kind.text !== "Form" || form.dictionary.has("OC")) return undefined;
    return this.newUnder([normal!]);
  }

  /** An object that was not there before. */
  private brought(number: number): PdfObject | undefined {
    return this.before.object(number) === undefined ? this.after.object(number) : undefined;
  }

  private isSignature(value: Ref): boolean {
    const signature = this.brought(value.number);
    return signature instanceof Map && namesNothing(signature);
  }

  /** Whether a field is a timestamp's: nothing to be seen, nothing that acts. */
  private isInvisible(field: Dictionary, maker: Maker): boolean {
    const isName = (value: PdfObject, text: string) => value instanceof Name && value.text === text;
    const known: Record<string, (value: PdfObject) => boolean> = {
      Type: (value) => isName(value, "Annot"),
      Subtype: (value) => isName(value, "Widget"),
      FT: (value) => isName(value, "Sig"),
      T: (value) => value instanceof Text,
      TU: (value) => value instanceof Text,
      F: (value) => typeof value === "number",
      V: (value) => same(value, maker.value),
      P: (value) => same(value, this.before.pages()[0]),
      Rect: (value) => Array.isArray(value) && value.every(isZero),
    };
    return ["Subtype", "FT", "V"].every((key) => field.has(key)) && [...field].every(([key, value]) => Object.hasOwn(known, key) && known[key]!(value));
  }

  /** Lists the numbers of objects that differ although they may not. */
  changed(rules: Rules): number[] {
    const { before, after } = this;
    const found = [...before.entries.keys()].filter((number) => {
      const [old, now] = [before.object(number), after.object(number)];
      return old !== undefined && (now === undefined || generationOf(before, number) !== generationOf(after, number) || !isAllowed(old, now, rules.get(number) ?? []));
    });
    const isKept = ["Info", "Root"].every((key) => same(before.trailer.get(key), after.trailer.get(key)));
    const isKnown = [...after.trailer].every(([key, value]) => ofSection.includes(key) || same(before.trailer.get(key), value));
    return isKept && isKnown ? found : [...found, trailer];
  }

  /** Lists new objects that what was there before now leads to. */
  shown(): Set<number> {
    const { before, after } = this;
    const changed = [...before.entries.keys()].filter((number) => before.object(number) !== undefined && !same(before.object(number), after.object(number)));
    return this.newUnder(changed.map((number) => after.object(number)).filter((object) => object !== undefined));
  }

  /** Lists new objects that these lead to. */
  private newUnder(open: PdfObject[]): Set<number> {
    const found = new Set<number>();
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      if (object instanceof Ref && !found.has(object.number)) {
        const next = this.brought(object.number);
        if (next !== undefined) open.push(next);
        if (next !== undefined) found.add(object.number);
      }
      open.push(...parts(object));
    }
    return found;
  }
}

function isZero(side: PdfObject): boolean {
  return side === 0 || (side instanceof Real && Number(side.text) === 0);
}

/** What an object is made of. */
function parts(object: PdfObject): PdfObject[] {
  if (object instanceof Stream) return [...object.dictionary.values()];
  return Array.isArray(object) || object instanceof Map ? [...object.values()] : [];
}

/** Whether a dictionary is all there is of it. */
function namesNothing(dictionary: Dictionary): boolean {
  const named = new Set<number>();
  namedIn(dictionary, named);
  return named.size === 0;
}

/** Lists the numbers of objects that were named before but are there only now: content that nobody saw. */
function filled(before: PdfDocument, after: PdfDocument): number[] {
  const named = new Set<number>();
  for (const number of before.entries.keys()) namedIn(before.object(number), named);
  return [...named].filter((number) => before.object(number) === undefined && after.object(number) !== undefined);
}

function namedIn(object: PdfObject | undefined, named: Set<number>): void {
  if (object instanceof Ref) named.add(object.number);
  else if (object !== undefined) for (const part of parts(object)) namedIn(part, named);
}

function generationOf(document: PdfDocument, number: number): number {
  const entry = document.entries.get(number);
  return entry?.kind === "at" ? entry.generation : 0;
}

function isAllowed(old: PdfObject, now: PdfObject, rules: Rule[]): boolean {
  if (!(old instanceof Map && now instanceof Map)) {
    return same(old, now) || rules.some((rule) => rule.may === "append-one" && rule.key === undefined && grows(old, now, rule.item));
  }
  if (rules.length === 0) return same(old, now);
  const [left, right] = [new Map(old), new Map(now)];
  for (const rule of rules) {
    if (rule.key === undefined || !holds(rule, old, now, rule.key)) continue;
    left.delete(rule.key);
    right.delete(rule.key);
  }
  return same(left, right);
}

function holds(rule: Rule, old: Dictionary, now: Dictionary, key: string): boolean {
  if (rule.may === "set") return !old.has(key);
  return rule.may === "replace" || grows(old.get(key) ?? [], now.get(key) ?? [], rule.may === "append-one" ? rule.item : undefined);
}

/** Whether a list only got longer, at its end; by one object where it is said. */
function grows(old: PdfObject, now: PdfObject, by: Ref | undefined): boolean {
  if (!Array.isArray(old) || !Array.isArray(now) || now.length < old.length) return false;
  const added = now.slice(old.length);
  return (by === undefined || (added.length === 1 && same(added[0], by))) && old.every((item, i) => same(item, now[i]));
}
