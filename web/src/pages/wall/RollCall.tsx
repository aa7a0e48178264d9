import { CheckCircleFilled, ClockCircleOutlined } from "@ant-design/icons";

import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import type { WallSite } from "./sites";
import styles from "./wall.module.css";

/** Who of the act at hand is ready, and who is not. */
export function RollCall({ sites, title }: { sites: WallSite[]; title: string | undefined }) {
  const t = useT();
  const format = useFormat();
  const called = sites.filter((site) => site.called).sort((a, b) => Number(a.ready) - Number(b.ready));
  const ready = called.filter((site) => site.ready).length;
  return (
    <section className={styles.roll} aria-label={t("wall-roll-call")}>
      <h2>{t("wall-roll-call")}</h2>
      {title && <p>{title}</p>}
      {called.length === 0 && <p>{t("wall-nobody-called")}</p>}
      {called.length > 0 && (
        <p role="status" data-testid="roll-call">
          <b>{t("wall-roll-count", { ready: format.number(ready), called: format.number(called.length) })}</b>
        </p>
      )}
      <ul>
        {called.map((site) => (
          <li key={site.key} data-ready={site.ready}>
            {site.ready ? <CheckCircleFilled aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}
            <span>
              {site.name}
              <small>{site.place}</small>
            </span>
            <em>{site.ready ? t("wall-ready") : t(`wall-state-${site.state}`)}</em>
          </li>
        ))}
      </ul>
    </section>
  );
}
