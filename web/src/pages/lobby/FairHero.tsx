import { CalendarOutlined, EnvironmentOutlined, GlobalOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import type { Fair } from "@/api/types";
import { useFormat, viewerZone } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { CloudLine } from "@/ui/CloudLine";
import { OrganisationName } from "@/ui/names";
import styles from "./Lobby.module.css";

/** The fair's name, host and dates. */
export function FairHero({ fair }: { fair: Fair }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  return (
    <section className={styles.hero}>
      <div className={styles.heroTags}>
        <Tag className={styles.heroTag ?? ""}>{t(`fair-state-${fair.state}`)}</Tag>
        {fair.sample && <Tag color="gold">{t("sample-tag")}</Tag>}
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
      <CloudLine className={styles.heroCloud} />
    </section>
  );
}
