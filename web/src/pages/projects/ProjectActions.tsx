import { HeartOutlined, TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useMe, useRole } from "@/api/session";
import { type Project } from "@/api/types";
import { useT } from "@/i18n/useT";
import { RequestMeeting } from "../meetings/RequestMeeting";
import { ExpressInterest } from "./ExpressInterest";
import { MoveStage } from "./MoveStage";

/** What this viewer may do with the project; the server has the last word. */
export function ProjectActions({ project }: { project: Project }) {
  const t = useT();
  const [open, setOpen] = useState<"interest" | "meeting" | "stage" | null>(null);
  const own = useMe().active_membership?.organisation_id;
  const mayShowInterest = useRole("county_officer", "city_officer", "firm", "province_officer");
  const mayMove = useRole("county_officer", "city_officer", "province_officer");
  const side = own !== undefined && [project.owner, project.agent, project.counterpart].includes(own);
  const outside = own !== undefined && own !== project.owner && own !== project.agent;
  const close = () => setOpen(null);
  return (
    <>
      {mayMove && <Button onClick={() => setOpen("stage")}>{t("stage-move")}</Button>}
      {side && project.counterpart && <Button icon={<TeamOutlined />} onClick={() => setOpen("meeting")}>{t("meeting-request")}</Button>}
      {mayShowInterest && outside && <Button type="primary" icon={<HeartOutlined />} onClick={() => setOpen("interest")}>{t("interest-express")}</Button>}
      {open === "interest" && <ExpressInterest project={project.id} close={close} />}
      {open === "meeting" && <RequestMeeting project={project} close={close} />}
      {open === "stage" && <MoveStage project={project} close={close} />}
    </>
  );
}
