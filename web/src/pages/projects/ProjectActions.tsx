import { HeartOutlined, MoreOutlined, TeamOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { useMe, useRole } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import { type Project, stages } from "@/api/types";
import { useT } from "@/i18n/useT";
import { RequestMeeting } from "../meetings/RequestMeeting";
import { DraftOn } from "./DraftOn";
import { ExpressInterest } from "./ExpressInterest";
import { MoveStage } from "./MoveStage";
import { ProposeProject } from "./ProposeProject";
import { AssignOfficer, Halt } from "./Standing";

type Open = "interest" | "meeting" | "agreement" | "tranche_of" | "succeeds" | "stage" | "officer" | "suspend" | "terminate";

/** What this viewer may do with the project; the server has the last word. */
export function ProjectActions({ project }: { project: Project }) {
  const t = useT();
  const [open, setOpen] = useState<Open | null>(null);
  const own = useMe().active_membership.organisation_id;
  const mayShowInterest = useRole("county_officer", "city_officer", "firm", "province_officer");
  const mayFollow = useRole("county_officer", "city_officer", "province_officer");
  const mayDraft = useRole("province_officer", "city_officer", "county_officer", "firm", "agent", "principal");
  const maySupervise = useRole("city_officer", "province_officer");
  const resume = useCommand({ run: (_, key) => post(`/projects/${project.id}/resume`, undefined, key), stale: [["projects"]], done: t("saved") });
  const side = [project.owner, project.agent, project.counterpart].includes(own);
  const outside = own !== project.owner && own !== project.agent;
  const close = () => setOpen(null);
  const more = [
    ...(mayDraft && (side || maySupervise) ? [{ key: "agreement", label: t("draft-title") }] : []),
    ...(mayDraft && project.signed_by ? [{ key: "tranche_of", label: t("propose-tranche_of") }, { key: "succeeds", label: t("propose-succeeds") }] : []),
    ...(mayFollow ? [{ key: "stage", label: t("stage-move") }] : []),
    ...(maySupervise ? [{ key: "officer", label: t("officer-assign") }] : []),
    ...(maySupervise && project.standing === "active" && stages.indexOf(project.stage) >= 6 ? [{ key: "suspend", label: t("project-suspend") }] : []),
    ...(maySupervise && project.standing === "suspended" ? [{ key: "resume", label: t("project-resume") }] : []),
    ...(maySupervise && project.standing !== "terminated" ? [{ key: "terminate", label: t("project-terminate"), danger: true }] : []),
  ];
  const choose = (key: string) => (key === "resume" ? resume.mutate() : setOpen(key as Open));
  return (
    <>
      {more.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => choose(key) }}>
          <Button icon={<MoreOutlined />}>{t("more")}</Button>
        </Dropdown>
      )}
      {side && project.counterpart && <Button icon={<TeamOutlined />} onClick={() => setOpen("meeting")}>{t("meeting-request")}</Button>}
      {mayShowInterest && outside && <Button type="primary" icon={<HeartOutlined />} onClick={() => setOpen("interest")}>{t("interest-express")}</Button>}
      {open === "interest" && <ExpressInterest project={project.id} close={close} />}
      {open === "meeting" && <RequestMeeting project={project} close={close} />}
      {open === "agreement" && <DraftOn project={project} close={close} />}
      {(open === "tranche_of" || open === "succeeds") && <ProposeProject kin={{ of: project, how: open }} close={close} />}
      {open === "stage" && <MoveStage project={project} close={close} />}
      {open === "officer" && <AssignOfficer project={project} close={close} />}
      {(open === "suspend" || open === "terminate") && <Halt project={project} how={open} close={close} />}
    </>
  );
}
