import { type LineRow, lineRows } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { SignalBars } from "../parts/SignalBars";
import lines from "../parts/line.module.css";
import styles from "../parts/parts.module.css";
import type { PanelProps } from "./panel";

/** How well everyone's line works, the worst first; for those who run the room. */
export function LinesPanel({ room }: PanelProps) {
  const t = useT();
  const rows = lineRows(room.statistics, room.participants);
  return (
    <div className={styles.panel}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("lines-title")}>
        {rows.length === 0 && <p className={styles.empty}>{t("lines-none")}</p>}
        {rows.length > 0 && (
          <table className={lines.table}>
            <thead>
              <tr>
                <th scope="col">{t("lines-who")}</th>
                <th scope="col">{t("lines-up")}</th>
                <th scope="col">{t("lines-down")}</th>
                <th scope="col">{t("lines-rtt")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.participant} row={row} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

function Row({ row: { name, bars, up, down } }: { row: LineRow }) {
  const t = useT();
  const format = useFormat();
  const way = (one: LineRow["up"]) => one && (
    <>
      {format.number(one.kbit_per_s)}
      <small>{format.percent(one.loss_per_mille / 1000)}</small>
    </>
  );
  const rtt = up?.rtt_ms ?? down?.rtt_ms;
  return (
    <tr>
      <th scope="row">
        <SignalBars bars={bars} /> <span className="yq-hidden">{t(`line-bars-${bars}`)}</span> {name ?? t("rooms-role-viewer")}
      </th>
      <td>{way(up)}</td>
      <td>{way(down)}</td>
      <td>{typeof rtt === "number" && format.number(rtt)}</td>
    </tr>
  );
}
