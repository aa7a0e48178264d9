import { Link } from "react-router";

import type { Meeting, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { History } from "@/pages/projects/History";
import parts from "@/rooms/parts/parts.module.css";
import styles from "./panel.module.css";

/** What led here: the project, the meeting, and everything on record about them. */
export function ProjectPanel({ project, meeting }: { project: Project | undefined; meeting: Meeting }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  if (!project) return null;
  return (
    <div className={parts.scroll} tabIndex={0} role="region" aria-label={t("negotiation-project")}>
      <div className={styles.facts}>
        <h3>{pick(project.title)}</h3>
        {project.amount && (
          <p className="yq-number" title={format.exactMoney(project.amount)}>
            {format.money(project.amount)}
          </p>
        )}
        <p>{meeting.topic}</p>
        {meeting.slot && (
          <p>
            {format.dateTime(meeting.slot.starts_at)} – {format.time(meeting.slot.ends_at)}
          </p>
        )}
        <Link to={paths.project(project.id)} target="_blank">
          {t("negotiation-open-project")}
        </Link>
      </div>
      <h3 className={parts.heading}>{t("negotiation-history")}</h3>
      <History project={project.id} />
    </div>
  );
}
