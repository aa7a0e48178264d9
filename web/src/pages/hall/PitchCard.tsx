import { FileTextOutlined, GlobalOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";

import { resourceUrl } from "@/api/client";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import type { Pitch, Project } from "@/api/types";
import { useCountryName, useIndustryName } from "@/api/directory";
import styles from "./hall.module.css";

interface Props {
  pitch: Pitch;
  project: Project;
  /** None for those who can't express any: the fair's staff, the audience, the pitch's own side. */
  interest: { interested: boolean; onInterest: () => void } | undefined;
}

/** The project being pitched: what it is, who brings it for whom, how much, and the red button. */
export function PitchCard({ pitch, project, interest }: Props) {
  const t = useT();
  const pick = usePick();
  const { language } = useLanguage();
  const other = Object.entries(project.title).find(([code, title]) => code !== language.code && title !== pick(project.title));
  return (
    <article className={styles.card} aria-labelledby="pitch-title">
      <div className={styles.cardHead}>
        <div>
          <span className={styles.over}>{t("hall-now-pitching")}</span>
          <h2 id="pitch-title">{pick(project.title)}</h2>
          {other && <p lang={other[0]}>{other[1]}</p>}
        </div>
        {interest && (
          <button type="button" className={styles.interest} onClick={interest.onInterest} aria-expanded={interest.interested} data-testid="express-interest">
            {t("hall-express-interest")}
          </button>
        )}
      </div>
      <Facts pitch={pitch} project={project} />
      {pick(project.summary) && <p className={styles.summary}>{pick(project.summary)}</p>}
      <Documents project={project} />
    </article>
  );
}

function Facts({ pitch, project }: { pitch: Pitch; project: Project }) {
  const t = useT();
  const format = useFormat();
  const country = useCountryName();
  const principal = pitch.principal ?? project.owner;
  const name = useNames(pitch, project);
  const industry = useIndustryName();
  return (
    <dl className={styles.facts}>
      <Fact label={t("hall-agent")}>{name(pitch.agent)}</Fact>
      {principal !== pitch.agent && <Fact label={t("hall-principal")}>{name(principal)}</Fact>}
      <Fact label={t("hall-country")}>
        <GlobalOutlined aria-hidden="true" /> {country(project.country)}
      </Fact>
      <Fact label={t("hall-industry")}>{industry(project.industry)}</Fact>
      {project.amount && (
        <Fact label={t("hall-amount")}>
          <Tooltip title={format.exactMoney(project.amount)}>
            <span className="yq-number">{format.money(project.amount)}</span>
          </Tooltip>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Documents({ project }: { project: Project }) {
  const t = useT();
  const format = useFormat();
  if (project.documents.length === 0) return null;
  return (
    <ul className={styles.documents} aria-label={t("hall-documents")}>
      {project.documents.map((file) => (
        <li key={file.digest}>
          <a href={resourceUrl(`/files/${file.digest}`)} target="_blank" rel="noreferrer">
            <FileTextOutlined aria-hidden="true" /> {file.name} <small>{format.bytes(file.size_bytes)}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
