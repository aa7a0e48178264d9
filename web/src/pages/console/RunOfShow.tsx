import { CheckCircleFilled, ClockCircleOutlined, PlayCircleFilled, SafetyCertificateOutlined, SoundFilled, StopOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { ActState, Ceremony } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { actNumber } from "@/rooms/ceremony/cast";
import styles from "./console.module.css";

const ICONS: Record<ActState, ReactNode> = {
  nominated: <ClockCircleOutlined aria-hidden="true" />,
  dedup_checked: <SafetyCertificateOutlined aria-hidden="true" />,
  approved: <SafetyCertificateOutlined aria-hidden="true" />,
  rehearsed: <PlayCircleFilled aria-hidden="true" />,
  announced: <SoundFilled aria-hidden="true" />,
  signing: <SoundFilled aria-hidden="true" />,
  signed: <CheckCircleFilled aria-hidden="true" />,
  pulled: <StopOutlined aria-hidden="true" />,
};

interface Props {
  ceremony: Ceremony;
  shown: string | undefined;
  onStage: string | undefined;
  onChoose: (act: string) => void;
}

/** Every act in its order, with its state. */
export function RunOfShow({ ceremony, shown, onStage, onChoose }: Props) {
  const t = useT();
  const pick = usePick();
  return (
    <nav className={styles.show} aria-label={t("console-run-of-show")}>
      <h2>{t("console-run-of-show")}</h2>
      {ceremony.acts.length === 0 && <p>{t("console-no-acts")}</p>}
      <ol>
        {ceremony.acts.map((act) => (
          <li key={act.id}>
            <button
              type="button"
              aria-current={act.id === shown ? "true" : undefined}
              data-state={act.state}
              data-on-stage={act.id === onStage || undefined}
              onClick={() => {
                onChoose(act.id);
              }}
            >
              <em>{act.state === "pulled" ? "—" : actNumber(ceremony.acts, act)}</em>
              <span>
                <b>{pick(act.title)}</b>
                <small>
                  {ICONS[act.state]} {t(`ceremony-act-${act.state}`)}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
