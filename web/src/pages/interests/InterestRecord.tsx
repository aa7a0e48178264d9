import { TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { interestQuery, personQuery, projectQuery } from "@/api/records";
import { useMe } from "@/api/session";
import type { Interest, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName, PersonName } from "@/ui/names";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { FileLinks } from "@/ui/Uploads";
import { Moment } from "@/ui/values";
import { RequestMeeting } from "../meetings/RequestMeeting";
import { AnswerForm } from "./AnswerForm";
import { DueClock } from "./DueClock";
import styles from "./Interests.module.css";

function Given({ interest }: { interest: Interest }) {
  const t = useT();
  if (!interest.answer) return null;
  return (
    <section className={styles.answer} aria-label={t("interest-answer")}>
      <Status of="interest-state" state={interest.answer} />
      <blockquote>{interest.answer_message}</blockquote>
      <small className="yq-muted">
        <PersonName id={interest.answered_by} /> · <Moment at={interest.answered_at} />
      </small>
    </section>
  );
}

/** How to reach the other side, open to both once the interest is accepted. */
function Contact({ person }: { person: string | null | undefined }) {
  const t = useT();
  const contact = useQuery({ ...personQuery(person ?? ""), retry: false }).data;
  if (!contact?.email) return null;
  return (
    <p className={styles.contact}>
      <span className="yq-muted">{t("interest-contact")}</span>
      <b><PersonName id={person} /></b>
      <a href={`mailto:${contact.email}`}>{contact.email}</a>
      {contact.phone && <a href={`tel:${contact.phone}`}><bdi>{contact.phone}</bdi></a>}
    </p>
  );
}

function Shown({ interest, project }: { interest: Interest; project: Project | undefined }) {
  const t = useT();
  const pick = usePick();
  const own = useMe().active_membership?.organisation_id;
  const [meeting, setMeeting] = useState(false);
  const mine = own === interest.organisation;
  const open = interest.state === "sent" || interest.answer === "information";
  const accepted = interest.answer === "accepted" || interest.state === "linked";
  return (
    <article>
      <header className={styles.recordHead}>
        <span className="yq-muted">{t(`interest-kind-${interest.kind}`)} · <Moment at={interest.sent_at} /></span>
        <h2><OrganisationName id={interest.organisation} /></h2>
        <span className="yq-muted"><PersonName id={interest.person} /></span>
      </header>
      <p className={styles.about}>
        {t("interest-about")} <Link to={paths.project(interest.project)}>{pick(project?.title) || "…"}</Link>
      </p>
      <blockquote className={styles.message}>{interest.message}</blockquote>
      <FileLinks files={interest.attachments} />
      {!interest.answer && (
        <div className={styles.state}>
          <Status of="interest-state" state={interest.state} />
          {interest.state === "sent" && <DueClock due={interest.due_at} />}
        </div>
      )}
      <Given interest={interest} />
      {accepted && <Contact person={mine ? interest.answered_by : interest.person} />}
      {!mine && open && <AnswerForm interest={interest} />}
      {accepted && project && (
        <div className={styles.state}>
          <Button type="primary" icon={<TeamOutlined />} onClick={() => setMeeting(true)}>{t("meeting-request")}</Button>
        </div>
      )}
      {meeting && project && <RequestMeeting project={project} interest={interest.id} withSide={mine ? (project.agent ?? project.owner) : interest.organisation} close={() => setMeeting(false)} />}
    </article>
  );
}

/** One interest with its message, files, clock and answer. */
export function InterestRecord({ id }: { id: string }) {
  const interest = useQuery(interestQuery(id));
  const project = useQuery(projectQuery(interest.data?.project ?? "")).data;
  if (interest.isPending) return <Skeleton active className={styles.pad ?? ""} />;
  if (interest.isError) return <ProblemAlert error={interest.error} retry={() => void interest.refetch()} />;
  return <Shown interest={interest.data} project={project} />;
}
