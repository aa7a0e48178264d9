import "@/rooms/stage.css";

import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useMemo, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { chaptersQuery, type Recording, recordingQuery, recordingsQuery, type RecordingSummary } from "@/api/recordings";
import { fairQuery, itemQuery } from "@/api/records";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { ProblemPage } from "@/ui/Problem";
import { useTitle } from "@/ui/useTitle";
import { ChapterList } from "./ChapterList";
import { Controls } from "./Controls";
import { EvidenceDrawer } from "./EvidenceDrawer";
import { Screen } from "./Screen";
import styles from "./replay.module.css";
import { layOut, momentOf } from "./timeline";
import { useClock } from "./useClock";

/** What was recorded of a programme item, by chapters, with the proof of every piece. */
export default function ReplayPage() {
  const { id = "" } = useParams();
  const pick = usePick();
  const item = useQuery(itemQuery(id));
  const list = useQuery(recordingsQuery(id));
  const fair = useQuery(fairQuery(item.data?.fair ?? "")).data;
  const failed = [item, list].find(({ isError }) => isError);
  if (failed) return <ProblemPage error={failed.error} retry={() => void failed.refetch()} />;
  if (!item.data || !list.data) return <Spin size="large" className="yq-page-spin" delay={400} />;
  return <Recordings title={pick(item.data.title)} back={paths.hall(id)} hostZone={fair?.time_zone} none="replay-none" all={list.data} />;
}

interface Props {
  /** What was recorded. */
  title: string;
  /** Where its room is. */
  back: string;
  hostZone?: string | undefined;
  /** What to say when there is nothing. */
  none: string;
  all: RecordingSummary[];
}

/** All recordings of one room, one at a time; the address says which, and from which moment on. */
export function Recordings({ title, back, hostZone, none, all }: Props) {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const at = search.get("at");
  const chosen = search.get("recording") ?? all[all.length - 1]?.id ?? "";
  const recording = useQuery(recordingQuery(chosen));
  useTitle(t("replay-title"));
  if (recording.isError) return <ProblemPage error={recording.error} retry={() => void recording.refetch()} />;
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader
        back={back}
        over={t("replay-title")}
        title={title}
        hostZone={hostZone}
        actions={all.length > 1 && (
          <select className={styles.select} aria-label={t("replay-which")} value={chosen} onChange={({ target }) => { setSearch({ recording: target.value }, { replace: true }); }}>
            {all.map((one) => <option key={one.id} value={one.id}>{format.dateTime(one.started_at)}</option>)}
          </select>
        )}
      />
      {!chosen && <main><p className={styles.nothing}>{t(none)}</p></main>}
      {chosen && (recording.data ? <Player key={`${chosen} ${at ?? ""}`} recording={recording.data} from={at} /> : <Spin size="large" className="yq-page-spin" delay={400} />)}
    </div>
  );
}

function Player({ recording, from }: { recording: Recording; from: string | null }) {
  const t = useT();
  const format = useFormat();
  const timeline = useMemo(() => layOut(recording), [recording]);
  const chapters = useQuery(chaptersQuery(recording.id)).data ?? [];
  const clock = useClock(timeline.length, momentOf(timeline, from));
  const [language, setLanguage] = useState<string>();
  const [evidence, setEvidence] = useState(false);
  return (
    <main className={styles.main}>
      <div className={styles.player}>
        <Screen recording={recording} timeline={timeline} clock={clock} language={language} />
        <Controls recording={recording} timeline={timeline} chapters={chapters} clock={clock} language={language} onLanguage={setLanguage} />
        <p className={styles.note}>
          {recording.stopped_at ? format.dateTime(recording.started_at) : t("replay-still-running")}
          <button type="button" className={styles.proof} onClick={() => { setEvidence(true); }}>
            <SafetyCertificateOutlined aria-hidden="true" /> {t("replay-evidence")}
          </button>
        </p>
      </div>
      <ChapterList timeline={timeline} chapters={chapters} clock={clock} />
      <EvidenceDrawer recording={recording} open={evidence} onClose={() => { setEvidence(false); }} />
    </main>
  );
}
