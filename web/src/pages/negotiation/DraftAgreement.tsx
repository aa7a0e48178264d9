import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { freshKey, post } from "@/api/client";
import { organisationQuery, peopleQuery } from "@/api/records";
import { type Agreement, type AgreementKind, type LocalizedText, type Meeting, type Money, type Project, agreementKinds } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { namesOf, useNames } from "@/rooms/names";
import { LanguagePair, type Pair } from "@/ui/LanguagePair";
import { MoneyInput } from "@/ui/MoneyInput";
import styles from "./draft.module.css";
import sheet from "./negotiation.module.css";
import { SIGNATORY_CAPACITY, templateClauses, templateTitle } from "./template";

interface Props {
  meeting: Meeting;
  project: Project;
  onDone: (made?: Agreement) => void;
}

interface Draft {
  kind: AgreementKind;
  number: string;
  languages: Pair;
  signatories: Record<string, string>;
  amount: Money | null;
  foreign: Money | null;
}

/** Puts the first version of a text on the table: kind, number, amounts, and who signs for each side; the rest is known. */
export function DraftAgreement({ meeting, project, onDone }: Props) {
  const t = useT();
  const name = useNames(meeting, project);
  const [draft, setDraft] = useState<Draft>({ kind: "contract", number: suggestedNumber(), languages: ["zh", "en"], signatories: {}, amount: project.amount, foreign: null });
  // Made once, so that a draft sent again after a lost line is the same draft.
  const [places] = useState(() => meeting.sides.map(() => freshKey()));
  const organisations = useQueries({ queries: meeting.sides.map((id) => organisationQuery(id)) });
  const create = useCommand<Draft, Agreement>({
    run: ({ kind, number, languages, signatories, amount, foreign }, key) => {
      const parties = meeting.sides.map((side, index) => organisations[index]?.data?.name ?? namesOf(meeting, side));
      const said = (text: LocalizedText) => Object.fromEntries(languages.map((code) => [code, text[code] ?? ""]));
      return post<Agreement>("/agreements", {
        fair: project.fair,
        project: project.id,
        number,
        kind,
        title: said(templateTitle(kind, project.title)),
        languages,
        parties: meeting.sides,
        signatories: meeting.sides.map((organisation, index) => ({ id: places[index], person: signatories[organisation], organisation, capacity: said(SIGNATORY_CAPACITY) })),
        amount,
        foreign,
        clauses: templateClauses({ languages, project: project.title, parties, amount }),
      }, key);
    },
    stale: [["agreements"]],
    done: t("negotiation-drafted"),
    onDone,
  });
  const complete = draft.number.trim() !== "" && meeting.sides.every((side) => draft.signatories[side]);
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); create.mutate(draft); }}>
      <h2>{t("negotiation-draft")}</h2>
      <p>{t("negotiation-draft-lead")}</p>
      <label>
        <span>{t("negotiation-draft-kind")}</span>
        <select value={draft.kind} onChange={({ target }) => { setDraft({ ...draft, kind: target.value as AgreementKind }); }}>
          {agreementKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`agreement-kind-${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("negotiation-draft-number")}</span>
        <input required value={draft.number} maxLength={64} onChange={({ target }) => { setDraft({ ...draft, number: target.value }); }} />
      </label>
      <div className={styles.amount}>
        <span>{t("draft-languages")}</span>
        <LanguagePair value={draft.languages} onChange={(languages) => { setDraft({ ...draft, languages }); }} />
      </div>
      {meeting.sides.map((side) => (
        <SignatoryChoice
          key={side}
          organisation={side}
          label={t("negotiation-draft-signatory", { party: name(side) })}
          value={draft.signatories[side]}
          meeting={meeting}
          onPick={(person) => { setDraft((known) => ({ ...known, signatories: { ...known.signatories, [side]: person } })); }}
        />
      ))}
      <div className={styles.amount}>
        <span>{t("ledger-agreed")}</span>
        <MoneyInput value={draft.amount} onChange={(amount) => { setDraft({ ...draft, amount }); }} />
      </div>
      <div className={styles.amount}>
        <span>{t("ledger-contracted_foreign")}</span>
        <MoneyInput value={draft.foreign} onChange={(foreign) => { setDraft({ ...draft, foreign }); }} />
      </div>
      <footer>
        <button type="button" className={sheet.secondary} onClick={() => { onDone(); }}>
          {t("rooms-cancel")}
        </button>
        <button type="submit" className={sheet.primary} disabled={!complete || create.isPending} data-testid="create-agreement">
          {t("negotiation-draft-create")}
        </button>
      </footer>
    </form>
  );
}

function suggestedNumber(): string {
  const now = new Date();
  const day = now.toISOString().slice(0, 10).replaceAll("-", "");
  return `YQ-${day}-${String(now.getTime() % 10_000).padStart(4, "0")}`;
}

interface ChoiceProps {
  organisation: string;
  label: string;
  value: string | undefined;
  meeting: Meeting;
  onPick: (person: string) => void;
}

/** Who signs for one side: its people, those of this meeting first. */
function SignatoryChoice({ organisation, label, value, meeting, onPick }: ChoiceProps) {
  const t = useT();
  const candidates = useCandidates(organisation, meeting);
  return (
    <label>
      <span>{label}</span>
      <select required value={value ?? ""} onChange={({ target }) => { onPick(target.value); }}>
        <option value="" disabled>
          {t("negotiation-draft-choose")}
        </option>
        {candidates.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function useCandidates(organisation: string, meeting: Meeting): { id: string; name: string }[] {
  const pick = usePick();
  const name = useNames(meeting);
  const people = useQuery(peopleQuery({ per_page: 500 }));
  const members = (people.data?.items ?? []).filter(({ memberships }) => memberships?.some((one) => one.organisation === organisation));
  const present = (id: string) => Number(meeting.participants.includes(id));
  const own = members
    .sort((a, b) => present(b.id) - present(a.id))
    .map((person) => ({ id: person.id, name: pick(person.name) }));
  return own.length > 0 ? own : meeting.participants.map((id) => ({ id, name: name(id) }));
}
