import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useState } from "react";

import { agreementsQuery } from "@/api/records";
import { useMe, useRole } from "@/api/session";
import type { Agreement, Meeting, Project } from "@/api/types";
import type { RoomView } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ConfirmIdentity } from "@/rooms/ceremony/ConfirmIdentity";
import { ProblemAlert } from "@/ui/Problem";
import { AgreementText } from "./AgreementText";
import { DraftAgreement } from "./DraftAgreement";
import styles from "./negotiation.module.css";

/** The text on the table: the project's agreement, or the way to draft one. */
export function AgreementPane({ meeting, project, room }: { meeting: Meeting; project: Project; room: RoomView | undefined }) {
  const me = useMe().person.id;
  const hosts = useRole("province_officer", "city_officer", "host");
  const t = useT();
  const pick = usePick();
  const list = useQuery(agreementsQuery({ project: project.id, per_page: 50, sort: "-drafted_at" }));
  const [chosen, setChosen] = useState<string>();
  const [drafting, setDrafting] = useState(false);
  if (list.isPending) return <Skeleton active />;
  if (list.isError) return <ProblemAlert error={list.error} retry={() => void list.refetch()} />;
  const open = list.data.items.filter(({ state }) => state !== "voided");
  const shown = open.find(({ id }) => id === chosen) ?? open[0];
  if (drafting) return <DraftAgreement meeting={meeting} project={project} onDone={(made) => { setDrafting(false); setChosen(made?.id); }} />;
  if (!shown) return <NoAgreement onDraft={() => { setDrafting(true); }} sides={meeting.sides} />;
  return (
    <>
      {open.length > 1 && (
        <nav className={styles.choice} aria-label={t("negotiation-agreements")}>
          {open.map((agreement) => (
            <button key={agreement.id} type="button" aria-pressed={agreement === shown} onClick={() => { setChosen(agreement.id); }}>
              {agreement.number} <bdi>{pick(agreement.title, agreement.languages)}</bdi>
            </button>
          ))}
        </nav>
      )}
      {hosts && <ConfirmIdentity agreement={shown} place={{ type: "meeting", id: meeting.id }} room={room} me={me} />}
      <AgreementText key={shown.id} agreement={shown satisfies Agreement} />
    </>
  );
}

function NoAgreement({ sides, onDraft }: { sides: string[]; onDraft: () => void }) {
  const t = useT();
  const organisation = useMe().active_membership?.organisation_id;
  const mine = organisation !== undefined && sides.includes(organisation);
  return (
    <div className={styles.none}>
      <h2>{t("negotiation-none-title")}</h2>
      <p>{t(mine ? "negotiation-none-mine" : "negotiation-none-other")}</p>
      {mine && (
        <button type="button" className={styles.primary} onClick={onDraft} data-testid="draft-agreement">
          {t("negotiation-draft")}
        </button>
      )}
    </div>
  );
}
