import { AudioMutedOutlined, AudioOutlined, CheckCircleFilled, CloseOutlined, EyeOutlined } from "@ant-design/icons";
import { type CSSProperties, useRef } from "react";

import { type Call, type RoomView, trackKey } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import { useStore } from "@/rooms/useStore";
import { Slate } from "./Slate";
import type { WallSite } from "./sites";
import type { SurveyControl } from "./useSurvey";
import { usePicture } from "./usePicture";
import styles from "./wall.module.css";

interface Props {
  call: Call;
  room: RoomView;
  site: WallSite;
  style: CSSProperties;
  large: boolean;
  onChoose: (site: WallSite) => void;
  survey: SurveyControl;
}

/** One site: its picture, or its slate while there is none; a click makes it large. */
export function WallTile({ call, room, site, style, large, onChoose, survey }: Props) {
  const t = useT();
  const { remote } = useStore(call.media);
  const video = useRef<HTMLVideoElement>(null);
  const id = site.participant?.id;
  const stream = id && site.state !== "dark" ? remote[trackKey(id, "camera")] : undefined;
  const flows = usePicture(video, stream);
  const state = site.state === "seen" && !flows ? "waiting" : site.state;
  const lit = room.state.spotlight?.participant === id && id !== undefined;
  const label = [site.place, site.name, t(`wall-state-${state}`), site.ready && t("wall-ready")].filter(Boolean).join(", ");
  return (
    <figure className={`${styles.tile ?? ""} ${large ? (styles.large ?? "") : ""}`} style={style} data-testid="site" data-state={state} data-key={site.key} data-lit={lit}>
      {stream && <video ref={video} autoPlay playsInline muted aria-hidden="true" />}
      {state !== "seen" && <Slate name={site.name} place={site.place} words={t(`wall-state-${state}`)} />}
      <button type="button" className={styles.choose} aria-label={label} aria-pressed={large} title={label} onClick={() => { onChoose(site); }} />
      {site.ready && (
        <span className={styles.ready}>
          <CheckCircleFilled aria-hidden="true" /> {t("wall-ready")}
        </span>
      )}
      {lit && <span className={styles.lit}><EyeOutlined aria-hidden="true" /> {t("wall-lit")}</span>}
      {state === "seen" && <figcaption>{site.place || site.name}</figcaption>}
      {large && <LargeTools call={call} site={site} lit={lit} survey={survey} onClose={() => { onChoose(site); }} />}
    </figure>
  );
}

interface LargeProps {
  call: Call;
  site: WallSite;
  lit: boolean;
  survey: SurveyControl;
  onClose: () => void;
}

/** What the operator does with the large one: show it to everyone, listen to it, make it small again. */
function LargeTools({ call, site, lit, survey, onClose }: LargeProps) {
  const t = useT();
  const act = useRoomAction();
  const id = site.participant?.id;
  const listens = id !== undefined && survey.listening === id;
  return (
    <div className={styles.largeTools}>
      {id && (
        <>
          <button type="button" aria-pressed={lit} onClick={() => { act(() => call.host.spotlight(lit ? null : { participant: id, source: "camera" })); }}>
            <EyeOutlined aria-hidden="true" /> {lit ? t("wall-unlight") : t("wall-light")}
          </button>
          <button type="button" aria-pressed={listens} onClick={() => { survey.listen(listens ? undefined : id); }}>
            {listens ? <AudioOutlined aria-hidden="true" /> : <AudioMutedOutlined aria-hidden="true" />} {t("wall-listen")}
          </button>
        </>
      )}
      <button type="button" aria-label={t("wall-small")} title={t("wall-small")} onClick={onClose}>
        <CloseOutlined />
      </button>
    </div>
  );
}
