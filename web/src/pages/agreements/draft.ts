import type { Dayjs } from "dayjs";

import type { Agreement, AgreementKind, Clause, LocalizedText, Money, PlaceRole, Quorum, Relation } from "@/api/types";

/** A place to sign as the form knows it; a witness names the place it attests by its number in the list. */
export interface DraftSignatory {
  person?: string;
  organisation?: string;
  capacity: LocalizedText;
  role?: PlaceRole["kind"];
  of?: number;
  group?: number;
}

export interface DraftFields {
  project: string;
  number: string;
  kind: AgreementKind;
  title: LocalizedText;
  parties: string[];
  signatories: DraftSignatory[];
  quorums?: Record<string, number | null | undefined>;
  sign_by?: Dayjs | null;
  amount?: Money | null;
  foreign?: Money | null;
  clauses: Clause[];
}

/** The signed agreement that a draft follows. */
export interface FirstAgreement {
  first: Agreement;
  relation: Relation;
}

/** What is sent of a filled form: places with their ids, a witness with the id of whom it attests. */
export function draftOf(fields: DraftFields, ids: readonly string[], follows: FirstAgreement | undefined): object {
  const { quorums, sign_by, signatories, ...rest } = fields;
  return {
    ...rest,
    signatories: signatories.map(({ role, of, group, ...place }, index) => ({ id: ids[index], ...place, group: group ?? 1, role: roleOf(role, of, ids) })),
    quorums: quorumsOf(signatories, quorums),
    ...(sign_by ? { sign_by: sign_by.toISOString() } : {}),
    ...(follows ? { follows: { agreement: follows.first.id, relation: follows.relation } } : {}),
    amount: fields.amount ?? null,
  };
}

function roleOf(role: PlaceRole["kind"] | undefined, of: number | undefined, ids: readonly string[]): PlaceRole {
  if (role === "witness") return { kind: "witness", of: ids[of ?? 0] ?? "" };
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
