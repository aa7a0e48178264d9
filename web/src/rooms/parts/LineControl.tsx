import { LoadingOutlined, PictureOutlined } from "@ant-design/icons";
import { Popover, Switch } from "antd";

import type { Call, LineView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import { useStore } from "../useStore";
import { SignalBars } from "./SignalBars";
import styles from "./line.module.css";
import parts from "./parts.module.css";

/** How the own line works, what it does about it, and the switch between pictures and sound alone. */
export function LineControl({ call }: { call: Call }) {
  const t = useT();
  const line = useStore(call.line);
  const bars = line.quality?.bars;
  return (
    <>
      <Popover trigger="click" placement="top" title={t("line-title")} content={<Details call={call} line={line} />}>
        <button type="button" className={parts.tool} aria-label={bars === undefined ? t("line-title") : t(`line-bars-${bars}`)} title={t("line-title")}>
          <SignalBars bars={bars} />
        </button>
      </Popover>
      <span role="status" className={styles.states}>
        {line.media === "away" && (
          <span className={styles.state}>
            <LoadingOutlined aria-hidden="true" /> {t("line-media-away")}
          </span>
        )}
        {line.soundOnly && (
          <span className={styles.state}>
            <PictureOutlined aria-hidden="true" /> {t(`line-sound-only-${line.soundOnly}`)}
          </span>
        )}
      </span>
    </>
  );
}

function Details({ call, line: { quality, soundOnly } }: { call: Call; line: LineView }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  return (
    <div className={styles.details}>
      <p>{quality ? t(`line-bars-${quality.bars}`) : t("line-measuring")}</p>
      {quality && (
        <dl>
          <dt>{t("line-sending")}</dt>
          <dd>{t("line-kbit", { kbit: format.number(Math.round(quality.up.kbitPerS)) })}</dd>
          <dt>{t("line-receiving")}</dt>
          <dd>{t("line-kbit", { kbit: format.number(Math.round(quality.down.kbitPerS)) })}</dd>
          <dt>{t("line-loss")}</dt>
          <dd>{format.percent(Math.max(quality.up.loss ?? 0, quality.down.loss ?? 0))}</dd>
          {quality.rttMs !== undefined && (
            <>
              <dt>{t("line-rtt")}</dt>
              <dd>{t("line-ms", { ms: format.number(Math.round(quality.rttMs)) })}</dd>
            </>
          )}
        </dl>
      )}
      <label>
        <Switch size="small" checked={soundOnly !== undefined} onChange={(on) => { act(() => call.line.choose(on)); }} />
        {t("line-sound-only")}
      </label>
      <small>{soundOnly === "line" ? t("line-sound-only-line-detail") : t("line-sound-only-detail")}</small>
    </div>
  );
}
