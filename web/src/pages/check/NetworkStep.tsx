import { WifiOutlined } from "@ant-design/icons";
import { Button } from "antd";

import { type NetworkReport, lineVerdict } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Step } from "./Step";
import styles from "./check.module.css";
import { networkStanding } from "./standing";

interface Props {
  report: NetworkReport;
  start: () => void;
}

/** The line to the server and back, with pictures and sound on it. */
export function NetworkStep({ report, start }: Props) {
  const t = useT();
  const standing = networkStanding(report);
  const judged = lineVerdict(report);
  const problem = report.problem && t(`check-network-${report.problem}`);
  return (
    <Step name="network" standing={standing}>
      <div role="status" className={styles.verdict}>
        {standing === "open" && <p>{t("check-network-explained")}</p>}
        {standing === "running" && <p>{t(`check-network-${report.step}`)}</p>}
        {judged && <p>{problem ?? t(`check-network-line-${judged.verdict}`)} {report.code && <small>{t("error-code", { code: report.code })}</small>}</p>}
        {judged && judged.remarks.length > 0 && (
          <ul>
            {judged.remarks.map((remark) => (
              <li key={remark}>{t(`check-network-remark-${remark}`)}</li>
            ))}
          </ul>
        )}
      </div>
      {judged && report.quality && <Figures report={report} />}
      <Button icon={<WifiOutlined />} loading={standing === "running"} onClick={start}>
        {t(judged ? "check-network-again" : "check-network-start")}
      </Button>
    </Step>
  );
}

function Figures({ report: { quality, enteredMs, firstPictureMs } }: { report: NetworkReport }) {
  const t = useT();
  const format = useFormat();
  if (!quality) return null;
  const ms = (value: number | undefined) => (value === undefined ? "–" : t("line-ms", { ms: format.number(Math.round(value)) }));
  const loss = Math.max(quality.up.loss ?? 0, quality.down.loss ?? 0);
  const facts: [string, string][] = [
    [t("check-network-entered"), ms(enteredMs)],
    [t("check-network-first-picture"), ms(firstPictureMs)],
    [t("line-rtt"), ms(quality.rttMs)],
    [t("line-loss"), format.percent(loss)],
    [t("line-sending"), t("line-kbit", { kbit: format.number(Math.round(quality.up.kbitPerS)) })],
    [t("line-receiving"), t("line-kbit", { kbit: format.number(Math.round(quality.down.kbitPerS)) })],
    ...(quality.route ? [[t("check-network-route"), t(`check-network-route-${quality.route.kind === "relay" ? "relay" : "direct"}`, { protocol: quality.route.protocol.toUpperCase() })] as [string, string]] : []),
  ];
  return (
    <dl className={styles.figures}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
