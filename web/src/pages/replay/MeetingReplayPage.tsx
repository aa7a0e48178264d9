import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { meetingRecordingsQuery } from "@/api/recordings";
import { meetingQuery, projectQuery } from "@/api/records";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { ProblemPage } from "@/ui/Problem";
import { Recordings } from "./ReplayPage";

/** What was recorded of a negotiation while both sides agreed, for those who took part. */
export default function MeetingReplayPage() {
  const { id = "" } = useParams();
  const pick = usePick();
  const meeting = useQuery(meetingQuery(id));
  const project = useQuery(projectQuery(meeting.data?.project ?? "")).data;
  const list = useQuery(meetingRecordingsQuery(id));
  const failed = [meeting, list].find(({ isError }) => isError);
  if (failed) return <ProblemPage error={failed.error} retry={() => void failed.refetch()} />;
  if (!meeting.data || !list.data) return <Spin size="large" className="yq-page-spin" delay={400} />;
  const title = pick(project?.title) || meeting.data.topic;
  return <Recordings title={title} back={paths.room(id)} none="replay-none-meeting" all={list.data.recordings} />;
}
