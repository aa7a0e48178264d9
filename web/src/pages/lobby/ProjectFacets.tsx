import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "react-router";
import { useCountryName, useIndustryName } from "@/api/directory";
import { everything } from "@/api/records";
import type { Fair, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import styles from "./Lobby.module.css";

function counted(projects: Project[], of: (project: Project) => string): [string, number][] {
  const groups = Object.groupBy(projects, of);
  return Object.entries(groups)
    .map(([key, rows]): [string, number] => [key, rows?.length ?? 0])
    .sort((a, b) => b[1] - a[1]);
}

function Bars({ title, rows, name, to }: { title: string; rows: [string, number][]; name: (key: string) => string; to: (key: string) => string }) {
  const format = useFormat();
  const most = rows[0]?.[1] ?? 1;
  return (
    <>
      <h3 className={styles.day}>{title}</h3>
      <ul className={styles.bars}>
        {rows.slice(0, 8).map(([key, count]) => (
          <li key={key}>
            <Link to={to(key)}>
              <span>{name(key)}</span>
              <span className="yq-number">{format.number(count)}</span>
              <i aria-hidden="true" style={{ inlineSize: `${(count / most) * 100}%` }} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The fair's projects by industry and by country; each bar leads to its rows. */
export function ProjectFacets({ fair }: { fair: Fair }) {
  const t = useT();
  const industry = useIndustryName();
  const country = useCountryName();
  const projects = useQuery({ queryKey: ["projects", "facets", fair.id], queryFn: () => everything<Project>("/projects", { fair: fair.id }, 2000), staleTime: 60_000 });
  return (
    <Section title={t("facets-title")} extra={<Link to={paths.projects()}>{t("facets-all")}</Link>}>
      {projects.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {projects.data?.length === 0 && <p className="yq-muted">{t("facets-empty")}</p>}
      {!!projects.data?.length && (
        <>
          <Bars title={t("by-industry")} rows={counted(projects.data, (p) => p.industry)} name={industry} to={(key) => `${paths.projects()}?industry=${key}`} />
          <Bars title={t("by-country")} rows={counted(projects.data, (p) => p.country)} name={country} to={(key) => `${paths.projects()}?country=${key}`} />
        </>
      )}
    </Section>
  );
}
