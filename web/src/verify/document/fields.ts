/** Signature fields. Ours are flat: fields without kids, merged with their widget. */

import { latin } from "../bytes";
import type { PdfDocument } from "../pdf/document";
import { type Dictionary, Name, PdfError, Ref, Text } from "../pdf/object";

export interface Field {
  id: Ref;
  name: string;
  /** The signature dictionary, if signed, and where it stands. */
  value: Dictionary | undefined;
  valueId: Ref | undefined;
}

export function signatureFields(document: PdfDocument): Field[] {
  const form = document.dictionary(document.catalog.get("AcroForm"));
  if (!form) return [];
  const list = document.resolve(form.get("Fields"));
  if (!Array.isArray(list)) throw new PdfError("the form can't be read");
  return list.flatMap((item): Field[] => {
    const field = document.dictionary(item);
    if (!(item instanceof Ref) || !field) throw new PdfError("a form field can't be read");
    const kind = field.get("FT");
    if (!(kind instanceof Name) || kind.text !== "Sig") return [];
    const [name, value] = [field.get("T"), field.get("V")];
    if (!(name instanceof Text) || (value !== undefined && !(value instanceof Ref))) throw new PdfError("a signature field can't be read");
    return [{ id: item, name: latin(name.bytes), value: document.dictionary(value), valueId: value }];
  });
}

/** Names of fields that occur twice. */
export function repeated(fields: Field[]): string[] {
  const names = fields.map((field) => field.name);
  return names.filter((name, i) => names.indexOf(name) !== i);
}
