import { VideoCameraOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";

import type { Device } from "@/call";
import { useT } from "@/i18n/useT";
import { Denied } from "./Denied";
import { DeviceChoice } from "./DeviceChoice";
import { Step } from "./Step";
import styles from "./check.module.css";
import { deviceStanding } from "./standing";
import type { Captured } from "./useCapture";

interface Props {
  captured: Captured;
  devices: Device[];
  open: (deviceId?: string) => void;
}

/** The own picture, as others would see it but mirrored. */
export function CameraStep({ captured, devices, open }: Props) {
  const t = useT();
  return (
    <Step name="camera" standing={deviceStanding(captured)}>
      <div className={styles.picture}>
        {captured.state === "open" ? (
          <Preview stream={captured.stream} />
        ) : (
          <Button icon={<VideoCameraOutlined />} loading={captured.state === "asking"} onClick={() => { open(); }}>
            {t("check-camera-open")}
          </Button>
        )}
      </div>
      {captured.state === "failed" && <Denied problem={captured.problem} retry={() => { open(); }} />}
      {captured.state === "open" && <DeviceChoice label={t("rooms-device-camera")} devices={devices} value={captured.deviceId} onPick={open} />}
    </Step>
  );
}

function Preview({ stream }: { stream: MediaStream }) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return <video ref={video} autoPlay playsInline muted aria-label={t("check-camera-preview")} />;
}
