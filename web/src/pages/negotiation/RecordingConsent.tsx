import { AuditOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";

import { Link } from "react-router";

import { post } from "@/api/client";
import { meetingRecordingsQuery } from "@/api/recordings";
import { useMe } from "@/api/session";
import type { Meeting } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { Tool } from "@/rooms/parts/MediaControls";
import parts from "@/rooms/parts/parts.module.css";
import { RecordIcon } from "@/rooms/parts/RecordIcon";

/** A negotiation is recorded only while both sides agree; each agrees for itself, and may take it back at any time. */
export function RecordingConsent({ meeting, recording }: { meeting: Meeting; recording: boolean }) {
  const t = useT();
  const { active_membership: me } = useMe();
  const isSide = meeting.sides.includes(me.organisation_id);
  const { agreed = [], recordings = [] } = useQuery({ ...meetingRecordingsQuery(meeting.id), enabled: isSide }).data ?? {};
  const finished = recordings.some(({ stopped_at, segments }) => stopped_at !== null && segments > 0);
  const own = agreed.includes(me.organisation_id);
  const all = meeting.sides.every((side) => agreed.includes(side));
  const stale = [["recordings"], ["meetings"]];
  const consent = useCommand<boolean>({ run: (given, key) => post(`/meetings/${meeting.id}/recording-consent`, { given }, key), stale });
  const record = useCommand<boolean>({ run: (on, key) => post(`/meetings/${meeting.id}/recording`, { on }, key), stale });
  if (!isSide) return null;
  const words = own ? (all ? "negotiation-record-both" : "negotiation-record-own") : agreed.length > 0 ? "negotiation-record-asked" : "negotiation-record-agree";
  return (
    // Consent stands in words, however many buttons there are.
    <span style={{ display: "contents" }}>
      <Tool icon={<AuditOutlined />} label={t(words)} pressed={own} disabled={consent.isPending} onClick={() => { consent.mutate(!own); }} />
      {all && (
        <Tool
          icon={<RecordIcon />}
          label={t(recording ? "hall-host-record-stop" : "hall-host-record")}
          pressed={recording}
          disabled={record.isPending}
          onClick={() => { record.mutate(!recording); }}
        />
      )}
      {finished && (
        <Link className={parts.tool} to={paths.meetingReplay(meeting.id)} target="_blank">
          <PlayCircleOutlined aria-hidden="true" /> <span className={parts.toolWord}>{t("meeting-replay")}</span>
        </Link>
      )}
    </span>
  );
}
