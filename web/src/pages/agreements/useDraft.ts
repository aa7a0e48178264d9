import { useQuery } from "@tanstack/react-query";
import { Form } from "antd";
import { organisationsQuery, projectsQuery } from "@/api/records";
import type { AgreementKind, Project, Relation } from "@/api/types";
import { usePick } from "@/i18n/localized";
import type { Pair } from "@/ui/LanguagePair";
import { laterTitle, templateClauses, templateTitle } from "../negotiation/template";
import { unnamedSignatory } from "./SignatoryFields";
import type { DraftFields, FirstAgreement } from "./draft";

const LANGUAGES: Pair = ["zh", "en"];

/** Says whether a later agreement stays on the first one's project and kind. */
export const staysOnProject = (relation: Relation) => relation !== "expansion" && relation !== "owner_change";

/** One place to sign for each party, two before any is chosen. */
function placesOf(parties: string[]) {
  return parties.length > 0 ? parties.map((party) => unnamedSignatory(party)) : [unnamedSignatory(), unnamedSignatory()];
}

/** What a later agreement has of the first one; whose the tranche or the successor is, its own project says. */
function knownOfFirst({ first, relation }: FirstAgreement, own: string | undefined) {
  const { parties, kind, languages } = first;
  const notifies = own && parties.includes(own) ? [own] : parties.slice(0, 1);
  const same = staysOnProject(relation) ? { project: first.project } : {};
  return { ...same, kind, languages, title: laterTitle(relation, first.title), parties, signatories: placesOf(relation === "force_majeure" ? notifies : parties) };
}

/** What a project says about an agreement on it; of a tranche or a successor, the parties of the first one come along. */
function knownOfProject(project: Project, kind: AgreementKind, follows: FirstAgreement | undefined) {
  const known = [...(follows?.first.parties ?? []), project.owner, ...(follows ? [] : [project.counterpart])];
  const parties = [...new Set(known.filter((party): party is string => !!party))];
  const title = follows ? laterTitle(follows.relation, project.title) : templateTitle(kind, project.title);
  return { project: project.id, title, parties, signatories: placesOf(parties), ...(project.amount ? { amount: project.amount } : {}) };
}

/** Returns the projects that an agreement can be on: a tranche or a successor of the first one's, where it says so. */
function fitting(projects: Project[], follows: FirstAgreement | undefined): Project[] {
  switch (follows?.relation) {
    case undefined: return projects;
    case "expansion": return projects.filter(({ tranche_of }) => tranche_of === follows?.first.project);
    case "owner_change": return projects.filter(({ succeeds }) => succeeds === follows?.first.project);
    default: return projects.filter(({ id }) => id === follows?.first.project);
  }
}

/** What the form begins with. */
export function beginning(project: Project | undefined, follows: FirstAgreement | undefined, own: string | undefined): Partial<DraftFields> {
  const kind = follows?.first.kind ?? "contract";
  return {
    kind, languages: LANGUAGES, signatories: placesOf([]), text: "clauses", clauses: [{ heading: {}, body: {} }],
    ...(follows && knownOfFirst(follows, own)),
    ...(project && knownOfProject(project, kind, follows)),
  };
}

/** The form with what follows from what is chosen in it. */
export function useDraft(fixed: Project | undefined, follows: FirstAgreement | undefined) {
  const [form] = Form.useForm<DraftFields>();
  const pick = usePick();
  const all = useQuery(projectsQuery({ per_page: 500 })).data?.items ?? [];
  const organisations = useQuery(organisationsQuery({ per_page: 500 })).data?.items ?? [];
  const id = Form.useWatch("project", form);
  const kind = Form.useWatch("kind", form) ?? "contract";
  const languages = Form.useWatch("languages", form) ?? follows?.first.languages ?? LANGUAGES;
  const text = Form.useWatch("text", form) ?? "clauses";
  const parties = Form.useWatch("parties", form) ?? [];
  const clauses = Form.useWatch("clauses", form) ?? [];
  const signatories = Form.useWatch("signatories", form) ?? [];
  const projects = fixed ? [fixed] : fitting(all, follows);
  const project = projects.find((p) => p.id === id);

  const take = (chosen: Project | undefined) => {
    if (chosen) form.setFieldsValue(knownOfProject(chosen, kind, follows));
  };
  const fill = () => {
    if (!project) return;
    const names = parties.map((party) => organisations.find((o) => o.id === party)?.name ?? {});
    const amount: DraftFields["amount"] = form.getFieldValue("amount");
    form.setFieldsValue({
      ...(follows ? {} : { title: templateTitle(kind, project.title) }),
      clauses: templateClauses({ languages, project: project.title, parties: names, amount: amount ?? null }),
    });
  };
  // The template founds a project; what amends, ends or hands over is written by hand.
  const founds = !follows || follows.relation === "expansion";
  return {
    form, kind, languages, text, parties, signatories, take,
    chooseProject: (next: string) => take(projects.find((p) => p.id === next)),
    chooseParties: (chosen: string[]) => form.setFieldsValue({ signatories: placesOf(chosen) }),
    fill: founds && project && parties.length >= 2 ? fill : undefined,
    founds,
    written: clauses.some((clause) => Object.values({ ...clause?.heading, ...clause?.body }).some(Boolean)),
    projects: projects.map((p) => ({ value: p.id, label: pick(p.title) })),
    organisations: organisations.map((o) => ({ value: o.id, label: pick(o.name) })),
  };
}
