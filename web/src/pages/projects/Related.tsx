import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { agreementsQuery, interestsQuery, meetingsQuery } from "@/api/records";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Ago, Amount, Moment } from "@/ui/values";
import styles from "./Projects.module.css";

function Rows({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  if (children.length === 0 && !empty) return null;
  return (
    <Section title={title}>
      {children.length === 0 ? <p className="yq-muted">{empty}</p> : <ul className={styles.rows}>{children}</ul>}
    </Section>
  );
}

/** The project's agreements. */
export function AgreementRows({ project }: { project: string }) {
  const t = useT();
  const pick = usePick();
  const rows = useQuery(agreementsQuery({ project, per_page: 50 })).data?.items ?? [];
  return (
    <Rows title={t("nav-agreements")} empty={t("project-no-agreements")}>
      {rows.map((a) => (
        <li key={a.id}>
          <div>
            <Link to={paths.agreement(a.id)}><bdi>{pick(a.title, a.languages)}</bdi></Link>
            <div className="yq-muted">{t(`agreement-kind-${a.kind}`)} · {a.number} · <Amount money={a.amount} /></div>
          </div>
          <Status of="agreement-state" state={a.state} />
        </li>
      ))}
    </Rows>
  );
}

/** The interests in the project that the viewer may see. */
export function InterestRows({ project }: { project: string }) {
  const t = useT();
  const rows = useQuery(interestsQuery({ project, per_page: 50 })).data?.items ?? [];
  return (
    <Rows title={t("nav-interests")} empty={t("project-no-interests")}>
      {rows.map((interest) => (
        <li key={interest.id}>
          <div>
            <Link to={paths.interest(interest.id)}><OrganisationName id={interest.organisation} /></Link>
            <div className="yq-muted">{t(`interest-kind-${interest.kind}`)} · <Ago at={interest.sent_at} /></div>
          </div>
          <Status of="interest-state" state={interest.answer ?? interest.state} />
        </li>
      ))}
    </Rows>
  );
}

/** The project's meetings. */
export function MeetingRows({ project }: { project: string }) {
  const t = useT();
  const rows = useQuery(meetingsQuery({ project, per_page: 50 })).data?.items ?? [];
  return (
    <Rows title={t("nav-meetings")}>
      {rows.map((meeting) => (
        <li key={meeting.id}>
          <div>
            <Link to={paths.room(meeting.id)}>{meeting.topic}</Link>
            <div className="yq-muted">{meeting.slot ? <Moment at={meeting.slot.starts_at} /> : t("meeting-no-time")}</div>
          </div>
          <Status of="meeting-state" state={meeting.state} />
        </li>
      ))}
    </Rows>
  );
}
