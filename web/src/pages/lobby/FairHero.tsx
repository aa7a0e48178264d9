import { CalendarOutlined, EnvironmentOutlined, GlobalOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { figuresQuery } from "@/api/figures";
import { itemsQuery, projectsQuery } from "@/api/records";
import { useRole } from "@/api/session";
import type { Fair } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat, viewerZone } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { CloudLine } from "@/ui/CloudLine";
import { Mark } from "@/ui/Mark";
import { OrganisationName } from "@/ui/names";
import { Amount } from "@/ui/values";
import styles from "./Lobby.module.css";

/** The fair's name, host and dates. */
export function FairHero({ fair }: { fair: Fair }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  return (
    <section className={styles.hero}>
      <div className={styles.heroTags}>
        <span className={styles.heroTag}>{t(`fair-state-${fair.state}`)}</span>
        {fair.sample && <Mark tone="gold">{t("sample-tag")}</Mark>}
      </div>
      <h1 className="yq-serif">{pick(fair.name)}</h1>
      <ul className={styles.heroFacts}>
        <li>
          <EnvironmentOutlined /> {t("fair-hosted-by")} <OrganisationName id={fair.host} />
        </li>
        <li>
          <CalendarOutlined /> {format.span(`${fair.starts_on}T12:00:00Z`, `${fair.ends_on}T12:00:00Z`, "UTC")}
        </li>
        <li>
          <GlobalOutlined /> {t("zones", { viewer: format.zoneName(viewerZone), host: format.zoneName(fair.time_zone) })}
        </li>
      </ul>
      <HeroNumbers fair={fair} />
      <CloudLine className={styles.heroCloud} />
    </section>
  );
}

/** The fair in numbers; what was signed only for those who may see it. */
function HeroNumbers({ fair }: { fair: Fair }) {
  const t = useT();
  const format = useFormat();
  const projects = useQuery(projectsQuery({ fair: fair.id, per_page: 1 })).data?.total;
  const items = useQuery(itemsQuery(fair.id)).data?.total;
  const counts = useRole("province_officer", "city_officer", "statistician");
  const contracts = useQuery({ ...figuresQuery(fair.id, "city"), enabled: counts }).data?.totals.contracts;
  return (
    <dl className={styles.numbers}>
      <div>
        <dt>{t("hero-items")}</dt>
        <dd className="yq-number">{items === undefined ? "–" : format.number(items)}</dd>
      </div>
      <div>
        <dt>{t("hero-projects")}</dt>
        <dd className="yq-number">{projects === undefined ? "–" : <Link to={paths.projects()}>{format.number(projects)}</Link>}</dd>
      </div>
      {contracts && (
        <div>
          <dt>{t("hero-contracts")}</dt>
          <dd className="yq-number"><Link to={paths.figures()}>{format.number(contracts.count)}</Link></dd>
        </div>
      )}
      {contracts?.sums.map((sum) => (
        <div key={sum.currency}>
          <dt>{t("ledger-agreed")}</dt>
          <dd><Amount money={sum} /></dd>
        </div>
      ))}
    </dl>
  );
}
