import "@/rooms/stage.css";

import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useMemo, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { chaptersQuery, type Recording, recordingQuery, recordingsQuery, type RecordingSummary } from "@/api/recordings";
import { fairQuery, itemQuery } from "@/api/records";
import type { Item } from "@/api/types";
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
import { layOut } from "./timeline";
import { useClock } from "./useClock";

/** What was recorded of a programme item, by chapters, with the proof of every piece. */
export default function ReplayPage() {
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const item = useQuery(itemQuery(id));
  const list = useQuery(recordingsQuery(id));
  const last = list.data?.[list.data.length - 1];
  const chosen = search.get("recording") ?? last?.id ?? "";
  const recording = useQuery(recordingQuery(chosen));
  const failed = item.isError ? item : list.isError ? list : recording.isError ? recording : undefined;
  if (failed) return <ProblemPage error={failed.error} retry={() => void failed.refetch()} />;
  if (!item.data || !list.data || (chosen && !recording.data)) return <Spin size="large" className="yq-page-spin" delay={400} />;
  return (
    <Replay
      key={chosen}
      item={item.data}
      all={list.data}
      recording={recording.data}
      onChoose={(next) => { setSearch({ recording: next }, { replace: true }); }}
    />
  );
}

interface Props {
  item: Item;
  all: RecordingSummary[];
  recording: Recording | undefined;
  onChoose: (recording: string) => void;
}

function Replay({ item, all, recording, onChoose }: Props) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const fair = useQuery(fairQuery(item.fair)).data;
  useTitle(t("replay-title"));
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader
        back={paths.hall(item.id)}
        over={t("replay-title")}
        title={pick(item.title)}
        hostZone={fair?.time_zone}
        actions={all.length > 1 && (
          <select className={styles.select} aria-label={t("replay-which")} value={recording?.id} onChange={(event) => { onChoose(event.target.value); }}>
            {all.map((one) => <option key={one.id} value={one.id}>{format.dateTime(one.started_at)}</option>)}
          </select>
        )}
      />
      {recording ? <Player recording={recording} /> : <p className={styles.nothing}>{t("replay-none")}</p>}
    </div>
  );
}

function Player({ recording }: { recording: Recording }) {
  const t = useT();
  const format = useFormat();
  const timeline = useMemo(() => layOut(recording), [recording]);
  const chapters = useQuery(chaptersQuery(recording.id)).data ?? [];
  const clock = useClock(timeline.length);
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
