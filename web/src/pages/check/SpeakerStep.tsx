import { SoundOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { useState } from "react";

import { type Device, playTone, remember } from "@/call";
import { useT } from "@/i18n/useT";
import { DeviceChoice } from "./DeviceChoice";
import { Step, type Standing } from "./Step";
import styles from "./check.module.css";

interface Props {
  devices: Device[];
  standing: Standing;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onHeard: (heard: boolean) => void;
}

/** Plays three notes and asks whether they were heard: no browser can tell. */
export function SpeakerStep({ devices, standing, chosen, onChoose, onHeard }: Props) {
  const t = useT();
  const [played, setPlayed] = useState<"no" | "playing" | "yes" | "failed">("no");
  const play = () => {
    setPlayed("playing");
    playTone(chosen).then(
      () => { setPlayed("yes"); },
      () => { setPlayed("failed"); },
    );
  };
  return (
    <Step name="speaker" standing={standing}>
      <Button icon={<SoundOutlined />} loading={played === "playing"} onClick={play}>
        {t("check-speaker-play")}
      </Button>
      {played === "failed" && <p className={styles.verdict} role="alert">{t("check-speaker-failed")}</p>}
      {played === "yes" && (
        <div className={styles.question}>
          <p>{t("check-speaker-question")}</p>
          <Space>
            <Button onClick={() => { onHeard(true); }}>{t("check-speaker-yes")}</Button>
            <Button onClick={() => { onHeard(false); }}>{t("check-speaker-no")}</Button>
          </Space>
        </div>
      )}
      {standing === "bad" && <p className={styles.verdict}>{t("check-speaker-help")}</p>}
      {devices.length > 0 && (
        <DeviceChoice label={t("rooms-device-speaker")} devices={devices} value={chosen} onPick={(id) => { remember({ speaker: id }); onChoose(id); }} />
      )}
    </Step>
  );
}
