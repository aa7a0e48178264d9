import { useState } from "react";

import { put } from "@/api/client";
import { useMe } from "@/api/session";
import { signingParties } from "@/api/signingParties";
import type { Agreement, Clause } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { End } from "../agreements/End";
import { OwnPdf } from "../agreements/upload/OwnPdf";
import { UploadedVersion } from "../agreements/upload/UploadedVersion";
import { AgreementHead } from "./AgreementHead";
import { ApprovalBar } from "./ApprovalBar";
import { ClauseTable } from "./ClauseTable";
import { changesAt, differs } from "./changes";
import styles from "./negotiation.module.css";

/** One agreement on its sheet: head, clauses in two languages, and what the reader's party can do next. */
export function AgreementText({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const organisation = useMe().active_membership?.organisation_id ?? "";
  const party = signingParties(agreement).includes(organisation);
  const latest = agreement.versions.length - 1;
  const [viewed, setViewed] = useState<number>();
  const index = viewed ?? latest;
  const [draft, setDraft] = useState<{ base: number; clauses: Clause[] }>();
  const current = agreement.versions[latest];
  const base = current?.version ?? 0;
  const propose = useCommand<Clause[]>({
    run: (clauses, key) => put(`/agreements/${agreement.id}/text`, { based_on: draft?.base ?? base, clauses }, key),
    stale: [["agreements"]],
    done: t("negotiation-proposed"),
    onDone: () => { setDraft(undefined); },
  });
  const shown = agreement.versions[index];
  const editable = party && agreement.state === "draft" && index === latest;
  const overtaken = draft !== undefined && draft.base !== base;
  const edit = (clauses: Clause[]) => { setDraft({ base: draft?.base ?? base, clauses }); };
  return (
    <div className={styles.sheet}>
      <AgreementHead agreement={agreement} index={index} onView={setViewed} />
      <End agreement={agreement} />
      {editable && !draft && <div><OwnPdf agreement={agreement} /></div>}
      {overtaken && <p className={styles.overtaken} role="alert">{t("negotiation-overtaken", { version: base })}</p>}
      {shown?.upload && !draft ? <UploadedVersion agreement={agreement} version={shown} /> : (
        <ClauseTable
          agreement={agreement}
          rows={changesAt(agreement.versions, index)}
          draft={draft?.clauses}
          {...(editable && { onEdit: edit })}
        />
      )}
      <ApprovalBar
        agreement={agreement}
        party={party ? organisation : undefined}
        draft={draft && differs(draft.clauses, agreement.versions.find(({ version }) => version === draft.base)) ? draft.clauses : undefined}
        proposing={propose.isPending}
        onPropose={(clauses) => { propose.mutate(clauses); }}
        onDiscard={() => { setDraft(undefined); }}
      />
    </div>
  );
}
