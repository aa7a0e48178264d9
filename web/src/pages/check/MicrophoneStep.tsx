import { AudioOutlined } from "@ant-design/icons";
import { Button } from "antd";

import type { Device } from "@/call";
import { useT } from "@/i18n/useT";
import { LevelBar } from "@/ui/LevelBar";
import { Denied } from "./Denied";
import { DeviceChoice } from "./DeviceChoice";
import { Step } from "./Step";
import styles from "./check.module.css";
import { deviceStanding } from "./standing";
import type { Captured } from "./useCapture";

interface Props {
  captured: Captured;
  devices: Device[];
  level: number;
  heard: boolean;
  open: (deviceId?: string) => void;
}

/** The own voice, as a moving bar. */
export function MicrophoneStep({ captured, devices, level, heard, open }: Props) {
  const t = useT();
  return (
    <Step name="microphone" standing={deviceStanding(captured, !heard)}>
      {captured.state === "open" ? (
        <>
          <LevelBar level={level} label={t("check-microphone-level")} />
          <p className={styles.verdict}>{t(heard ? "check-microphone-heard" : "check-microphone-speak")}</p>
          <DeviceChoice label={t("rooms-device-microphone")} devices={devices} value={captured.deviceId} onPick={open} />
        </>
      ) : (
        <Button icon={<AudioOutlined />} loading={captured.state === "asking"} onClick={() => { open(); }}>
          {t("check-microphone-open")}
        </Button>
      )}
      {captured.state === "failed" && <Denied problem={captured.problem} retry={() => { open(); }} />}
    </Step>
  );
}
