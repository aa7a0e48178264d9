import type { Dayjs } from "dayjs";

import type { Agreement, AgreementKind, Clause, LocalizedText, Money, PlaceRole, Quorum, Relation, UploadedText } from "@/api/types";

/** Most signatories of an agreement. */
export const MOST_SIGNATORIES = 16;

/** A place to sign as the form knows it; a witness names the place that it attests by its id. */
export interface DraftSignatory {
  id: string;
  person?: string;
  organisation?: string;
  capacity: LocalizedText;
  role?: PlaceRole["kind"];
  of?: string;
  group?: number;
}

export interface DraftFields {
  project: string;
  number: string;
  kind: AgreementKind;
  languages: [string, string];
  title: LocalizedText;
  parties: string[];
  signatories: DraftSignatory[];
  quorums?: Record<string, number | null | undefined>;
  sign_by?: Dayjs | null;
  amount?: Money | null;
  foreign?: Money | null;
  /** Whether the text is written here or an own PDF. */
  text?: "clauses" | "upload";
  clauses?: Clause[];
}

/** The signed agreement that a draft follows. */
export interface FirstAgreement {
  first: Agreement;
  relation: Relation;
}

/** What is sent of a filled form: texts in its two languages alone, and an own PDF in place of clauses. */
export function draftOf(fields: DraftFields, upload: UploadedText | undefined, follows: FirstAgreement | undefined): object {
  const { quorums, sign_by, signatories, text, clauses, title, ...rest } = fields;
  const said = (texts: LocalizedText) => inLanguages(texts, fields.languages);
  return {
    ...rest,
    title: said(title),
    signatories: signatories.map(({ role, of, group, capacity, ...place }) => ({ ...place, capacity: said(capacity), group: group ?? 1, role: roleOf(role, of) })),
    quorums: quorumsOf(signatories, quorums),
    ...(sign_by ? { sign_by: sign_by.toISOString() } : {}),
    ...(follows ? { follows: { agreement: follows.first.id, relation: follows.relation } } : {}),
    amount: fields.amount ?? null,
    ...(text === "upload" ? { clauses: [], upload } : { clauses: (clauses ?? []).map(({ heading, body }) => ({ heading: said(heading), body: said(body) })) }),
  };
}

function inLanguages(text: LocalizedText, languages: readonly string[]): LocalizedText {
  return Object.fromEntries(languages.map((code) => [code, text[code] ?? ""]));
}

function roleOf(role: PlaceRole["kind"] | undefined, of: string | undefined): PlaceRole {
  if (role === "witness") return { kind: "witness", of: of ?? "" };
  return { kind: role ?? "signatory" };
}

/** The groups of a form and how many sign in each. */
export function groupsIn(signatories: readonly (DraftSignatory | undefined)[]): { group: number; signing: number }[] {
  const groups = [...new Set(signatories.map((place) => place?.group ?? 1))].sort((a, b) => a - b);
  return groups.map((group) => ({
    group,
    signing: signatories.filter((place) => (place?.group ?? 1) === group && place?.role !== "witness").length,
  }));
}

/** Only what asks for fewer than all is a quorum. */
function quorumsOf(signatories: readonly DraftSignatory[], asked: DraftFields["quorums"]): Quorum[] {
  return groupsIn(signatories).flatMap(({ group, signing }) => {
    const needed = asked?.[String(group)];
    return needed && needed < signing ? [{ group, needed }] : [];
  });
}
