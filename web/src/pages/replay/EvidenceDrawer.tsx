import { Drawer, Table, Typography } from "antd";

import { type Recording, type RecordedSegment, segmentUrl } from "@/api/recordings";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

/** The digest of every segment, as the journal has it, and the file that belongs to it. */
export function EvidenceDrawer({ recording, open, onClose }: { recording: Recording; open: boolean; onClose: () => void }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const trackName = (index: number) => {
    const track = recording.tracks[index];
    const person = track?.person ? pick(recording.names[track.person]) : (track?.language ?? "");
    return `${t(`replay-source-${track?.source ?? "camera"}`)} ${person}`;
  };
  return (
    <Drawer open={open} onClose={onClose} size={760} title={t("replay-evidence")}>
      <p>{t("replay-evidence-meaning", { count: recording.segments.length })}</p>
      <Table<RecordedSegment>
        size="small"
        rowKey={({ track, index }) => `${String(track)}-${String(index)}`}
        dataSource={recording.segments}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        columns={[
          { title: t("replay-track"), render: (_, { track }) => trackName(track) },
          { title: t("replay-time"), render: (_, { starts_at }) => format.time(starts_at) },
          { title: t("replay-length"), align: "end", render: (_, { duration_ms }) => `${format.number(Math.round(duration_ms / 100) / 10)} s` },
          { title: t("replay-size"), align: "end", render: (_, { size_bytes }) => format.bytes(size_bytes) },
          {
            title: "SHA-256",
            render: (_, { digest }) => (
              <Typography.Text copyable={{ text: digest }} code>
                <a href={segmentUrl(recording.id, digest)} download>{digest.slice(0, 16)}…</a>
              </Typography.Text>
            ),
          },
        ]}
      />
    </Drawer>
  );
}
