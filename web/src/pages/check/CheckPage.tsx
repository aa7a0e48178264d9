import { Button } from "antd";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { paths } from "@/app/paths";
import { preferences, remember, supportOf, surroundings, usable } from "@/call";
import { useT } from "@/i18n/useT";
import { useStore } from "@/rooms/useStore";
import { PageHeader } from "@/ui/PageHeader";
import { BrowserStep } from "./BrowserStep";
import { CameraStep } from "./CameraStep";
import { MicrophoneStep } from "./MicrophoneStep";
import { NetworkStep } from "./NetworkStep";
import { SpeakerStep } from "./SpeakerStep";
import { Standings, type Standing } from "./Step";
import styles from "./check.module.css";
import { deviceStanding, networkStanding, summaryOf } from "./standing";
import { useCapture } from "./useCapture";
import { useDevices, useLevel, useNetworkCheck } from "./useTrying";

/** Where one tries browser, camera, microphone, loudspeaker and line before it counts. */
export default function CheckPage() {
  const t = useT();
  const next = useNext();
  const support = supportOf(surroundings());
  const camera = useCapture("camera");
  const microphone = useCapture("microphone");
  const devices = useDevices(`${camera.captured.state}/${microphone.captured.state}`);
  const { level, heard } = useLevel(microphone.captured);
  const network = useNetworkCheck();
  const report = useStore(network);
  const [speaker, setSpeaker] = useState(() => preferences().speaker);
  const [sounded, setSounded] = useState<boolean>();
  const ready = usable(support);
  const sound: Standing = sounded === undefined ? "open" : sounded ? "good" : "bad";
  const summary = summaryOf([deviceStanding(camera.captured), deviceStanding(microphone.captured, !heard), sound, networkStanding(report), ready ? "good" : "bad"]);
  return (
    <>
      <PageHeader title={t("check-title")} lead={t("check-lead")} />
      <div className={styles.steps}>
        {ready && <CameraStep {...camera} devices={devices.cameras} />}
        <div className={styles.column}>
          <BrowserStep support={support} />
          {ready && <MicrophoneStep {...microphone} devices={devices.microphones} level={level} heard={heard} />}
          {ready && <SpeakerStep devices={devices.speakers} standing={sound} chosen={speaker} onChoose={setSpeaker} onHeard={setSounded} />}
        </div>
        {ready && <NetworkStep report={report} start={() => void network.start()} />}
      </div>
      <footer className={styles.foot}>
        <p role="status" data-testid="check-summary">
          <Standings standing={summary === "untried" ? "open" : summary} />
          <span>{t(`check-summary-${summary}`)}</span>
        </p>
        <Button onClick={next.skip}>{t("check-skip")}</Button>
        <Button type="primary" size="large" onClick={next.enter} data-testid="check-enter">
          {t(next.room ? "check-enter" : "check-done")}
        </Button>
      </footer>
    </>
  );
}

/** Where the person goes on to; the check is remembered either way, so that nobody is asked twice. */
function useNext() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const wanted = params.get("next");
  // Only this app's own pages: an address from outside must not lead anywhere else.
  const room = wanted && /^\/(?![/\\])/.test(wanted) ? wanted : undefined;
  const go = () => {
    remember({ checkedAt: Date.now() });
    void navigate(room ?? paths.lobby());
  };
  return { room, enter: go, skip: go };
}
