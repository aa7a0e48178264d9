import { FilePdfOutlined } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import { Dropdown } from "antd";

import { projectQuery } from "@/api/records";
import type { Pitch } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { mayShare } from "./mayShare";

interface Props {
  call: Call;
  room: RoomView;
  pitches: Pitch[];
}

/** Opens one of the documents that the audience may read anyway: those of the projects being pitched. */
export function BrochureTool({ call, room, pitches }: Props) {
  const t = useT();
  const pick = usePick();
  const act = useRoomAction();
  const ids = mayShare(room) ? [...new Set(pitches.map(({ project }) => project))] : [];
  const projects = useQueries({ queries: ids.map((id) => projectQuery(id)) });
  if (!mayShare(room)) return null;
  const groups = projects.flatMap(({ data }) => {
    const children = (data?.documents ?? [])
      .filter(({ media_type }) => media_type === "application/pdf")
      .map(({ digest, name }) => ({ key: digest, label: name }));
    return data && children.length > 0 ? [{ type: "group" as const, key: data.id, label: pick(data.title), children }] : [];
  });
  const shared = room.state.document?.document;
  const none = { key: "none", disabled: true, label: t("brochure-none") };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: groups.length > 0 ? groups : [none],
        selectedKeys: shared ? [shared] : [],
        onClick: ({ key }) => { act(() => call.desk.shareDocument(key, 1)); },
      }}
    >
      <button type="button" className={parts.tool} aria-label={t("brochure-share")} title={t("brochure-share")}>
        <FilePdfOutlined />
        <span className={parts.toolWord}>{t("brochure-word")}</span>
      </button>
    </Dropdown>
  );
}
