import dayjs from "dayjs";
import { describe, expect, it } from "vitest";

import type { Agreement, UploadedText } from "@/api/types";
import { type DraftFields, draftOf, groupsIn } from "./draft";

const fields = (extra: Partial<DraftFields> = {}): DraftFields => ({
  project: "p", number: "N-1", kind: "contract", languages: ["zh", "en"], title: {}, parties: ["firm", "park"], clauses: [],
  signatories: [{ id: "1", person: "a", organisation: "firm", capacity: {} }, { id: "2", person: "b", organisation: "park", capacity: {} }],
  ...extra,
});

describe("a drafted agreement", () => {
  it("has everybody sign in one group where nothing else is asked", () => {
    expect(draftOf(fields(), undefined, undefined)).toMatchObject({
      signatories: [{ id: "1", group: 1, role: { kind: "signatory" } }, { id: "2", group: 1, role: { kind: "signatory" } }],
      quorums: [],
    });
  });

  it("has a witness attest the place that it names", () => {
    const witness = { id: "3", person: "w", organisation: "notary", capacity: {}, role: "witness" as const, of: "2", group: 2 };
    const sent = draftOf(fields({ signatories: [...fields().signatories, witness] }), undefined, undefined) as { signatories: { role: object }[] };
    expect(sent.signatories[2]).toMatchObject({ id: "3", person: "w", organisation: "notary", group: 2, role: { kind: "witness", of: "2" } });
  });

  it("asks for a quorum only where fewer than all are enough", () => {
    const { signatories } = fields();
    expect(draftOf(fields({ quorums: { 1: 1 } }), undefined, undefined)).toMatchObject({ quorums: [{ group: 1, needed: 1 }] });
    expect(draftOf(fields({ quorums: { 1: 2, 7: 1 } }), undefined, undefined)).toMatchObject({ quorums: [] });
    expect(groupsIn([...signatories, { id: "3", capacity: {}, role: "witness", of: "1" }])).toEqual([{ group: 1, signing: 2 }]);
  });

  it("names its deadline and what it follows", () => {
    const first = { id: "first" } as Agreement;
    const at = dayjs("2026-12-01T00:00:00Z");
    expect(draftOf(fields({ sign_by: at }), undefined, { first, relation: "amendment" })).toMatchObject({
      sign_by: "2026-12-01T00:00:00.000Z",
      follows: { agreement: "first", relation: "amendment" },
    });
  });

  it("says everything in its two languages and in no other", () => {
    const all = { zh: "中", en: "E", fr: "F", ar: "ع" };
    const signatories = fields().signatories.map((place) => ({ ...place, capacity: all }));
    const sent = draftOf(fields({ languages: ["fr", "ar"], title: all, signatories, clauses: [{ heading: all, body: all }] }), undefined, undefined);
    const both = { fr: "F", ar: "ع" };
    expect(sent).toMatchObject({ title: both, clauses: [{ heading: both, body: both }] });
    expect(JSON.stringify(sent)).not.toContain("中");
  });

  it("has an own PDF in place of clauses", () => {
    const upload = { document: "d" } as UploadedText;
    const text = { zh: "中", en: "E" };
    expect(draftOf(fields({ text: "upload", clauses: [{ heading: text, body: text }] }), upload, undefined)).toMatchObject({ clauses: [], upload });
  });
});
