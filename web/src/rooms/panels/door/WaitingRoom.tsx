import { ClockCircleOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";

import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";

/** What one sees until the host lets one in: where one is, what happens next, and a look at oneself meanwhile. */
export function WaitingRoom({ title }: { title: string }) {
  const t = useT();
  return (
    <section className={styles.waitingRoom} aria-label={t("door-wait-title")}>
      <ClockCircleOutlined aria-hidden="true" />
      <h2>{t("door-wait-title")}</h2>
      <p role="status">{t("door-wait-text", { title })}</p>
      <ol>
        <li>{t("door-wait-step-host")}</li>
        <li>{t("door-wait-step-open")}</li>
        <li>{t("door-wait-step-stay")}</li>
      </ol>
      <SelfCheck />
      <Link to={paths.check()} target="_blank">
        {t("door-wait-check")}
      </Link>
    </section>
  );
}

/** The own picture, seen by nobody else; the camera is off until one asks for it. */
function SelfCheck() {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream>();
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (video.current && stream) video.current.srcObject = stream;
    return () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [stream]);
  const look = () => {
    navigator.mediaDevices.getUserMedia({ video: true }).then(setStream, () => { setRefused(true); });
  };
  if (stream) return <video ref={video} autoPlay playsInline muted aria-label={t("door-wait-self")} />;
  return (
    <>
      <button type="button" onClick={look}>
        {t("door-wait-look")}
      </button>
      {refused && <p role="alert">{t("rooms-error-capture-denied")}</p>}
    </>
  );
}
