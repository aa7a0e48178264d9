import { PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { useCountryName, useIndustryName, useRegionName } from "@/api/directory";
import { projectQuery } from "@/api/records";
import type { Project } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName, PersonName, ProjectTitle } from "@/ui/names";
import { Facts, PageHeader, Section } from "@/ui/PageHeader";
import { ProblemPage } from "@/ui/Problem";
import { FileLinks } from "@/ui/Uploads";
import { Amount, Moment } from "@/ui/values";
import { History } from "./History";
import { Ledgers } from "./Ledgers";
import { PitchRows } from "./PitchRows";
import { ProjectActions } from "./ProjectActions";
import styles from "./Projects.module.css";
import { AgreementRows, InterestRows, MeetingRows } from "./Related";
import { Stepper } from "./Stepper";

function useFacts(project: Project): [string, React.ReactNode][] {
  const t = useT();
  const region = useRegionName();
  const due = project.report_due_on;
  return [
    [t("project-officer"), <PersonName id={project.officer} />],
    [t("project-due"), due ? <Moment at={`${due}T12:00:00Z`} show="date" /> : "–"],
    [t("project-stage-since"), <Moment at={project.stage_since} show="date" />],
    [t("project-amount"), <Amount money={project.amount} />],
    [t("project-region"), region(project.region) || "–"],
    [t("project-product"), project.product],
    ...(["tranche_of", "succeeds"] as const).flatMap((kin): [string, React.ReactNode][] => {
      const of = project[kin];
      return of ? [[t(`project-${kin}`), <Link to={paths.project(of)}><ProjectTitle id={of} /></Link>]] : [];
    }),
  ];
}

function Sides({ project }: { project: Project }) {
  const t = useT();
  return (
    <div className={styles.side}>
      <h3>{t("project-owner")}</h3>
      <p><OrganisationName id={project.owner} /></p>
      {project.agent && (
        <>
          <h3>{t("project-agent")}</h3>
          <p><OrganisationName id={project.agent} /></p>
        </>
      )}
      <h3>{t("project-counterpart")}</h3>
      <p><OrganisationName id={project.counterpart} /></p>
      <h3>{t("project-officer")}</h3>
      <p><PersonName id={project.officer} /></p>
    </div>
  );
}

function Shown({ project }: { project: Project }) {
  const t = useT();
  const pick = usePick();
  const country = useCountryName();
  const industry = useIndustryName();
  const facts = useFacts(project);
  return (
    <>
      <PageHeader
        serif
        title={pick(project.title)}
        kicker={[t(`side-${project.side}`), industry(project.industry), country(project.country)].map((word) => <span key={word}>{word}</span>)}
        lead={pick(project.summary)}
        actions={
          <>
            <Button className="yq-wide" icon={<PrinterOutlined />} onClick={() => window.print()}>{t("print")}</Button>
            <ProjectActions project={project} />
          </>
        }
      />
      {project.standing !== "active" && <Alert type="warning" showIcon style={{ marginBlockEnd: 16 }} title={t(`standing-${project.standing}`)} description={project.standing_reason} />}
      <Stepper stage={project.stage} />
      <div className={styles.grid}>
        <div>
          <Section title={t("project-facts")}>
            <Facts facts={facts} />
            {project.documents.length > 0 && <div style={{ marginBlockStart: 16 }}><FileLinks files={project.documents} /></div>}
          </Section>
          <Section title={t("project-ledgers")} extra={<small className="yq-muted">{t("project-ledgers-note")}</small>}>
            <Ledgers project={project} />
          </Section>
          <Section title={t("project-history")}>
            <History project={project.id} />
          </Section>
        </div>
        <div>
          <Section title={t("project-sides")}>
            <Sides project={project} />
          </Section>
          <AgreementRows project={project.id} />
          <InterestRows project={project.id} />
          <MeetingRows project={project.id} />
          <PitchRows project={project} />
        </div>
      </div>
    </>
  );
}

/** One project with its whole history. */
export default function ProjectPage() {
  const { id = "" } = useParams();
  const project = useQuery(projectQuery(id));
  if (project.isPending) return <Skeleton active paragraph={{ rows: 14 }} />;
  if (project.isError) return <ProblemPage error={project.error} retry={() => void project.refetch()} />;
  return <Shown project={project.data} />;
}
