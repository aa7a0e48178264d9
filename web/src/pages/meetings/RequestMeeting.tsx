import { DatePicker, Form, Input, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { post } from "@/api/client";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Project } from "@/api/types";
import { viewerZone } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { OrganisationName } from "@/ui/names";

interface Fields {
  with: string;
  topic: string;
  starts?: Dayjs;
  minutes: number;
}

/** A start and a length as a slot. */
export function slotOf(starts: Dayjs, minutes: number) {
  return { starts_at: starts.toISOString(), ends_at: starts.add(minutes, "minute").toISOString() };
}

/** The fields of a time: when it starts in the viewer's zone and how long it lasts. */
export function SlotFields({ required }: { required?: boolean }) {
  const t = useT();
  return (
    <>
      <Form.Item name="starts" label={t("meeting-starts", { zone: viewerZone })} rules={[{ required: required ?? false, message: t("field-needed") }]}>
        <DatePicker showTime={{ format: "HH:mm", minuteStep: 5 }} format="YYYY-MM-DD HH:mm" style={{ inlineSize: "100%" }} minDate={dayjs().startOf("day")} />
      </Form.Item>
      <Form.Item name="minutes" label={t("meeting-minutes")}>
        <InputNumber min={10} max={240} step={5} />
      </Form.Item>
    </>
  );
}

/** Asking the other side of a project to talk. */
export function RequestMeeting({ project, interest, withSide, close }: { project: Project; interest?: string; withSide?: string; close: () => void }) {
  const t = useT();
  const own = useMe().active_membership?.organisation_id;
  const others = [...new Set([withSide, project.counterpart, project.agent, project.owner])].filter((id): id is string => !!id && id !== own);
  const request = useCommand<Fields>({
    run: ({ starts, minutes, ...fields }, key) =>
      post("/meetings", { fair: project.fair, project: project.id, ...fields, ...(interest ? { interest } : {}), ...(starts ? { slot: slotOf(starts, minutes) } : {}) }, key),
    stale: [["meetings"]],
    done: t("meeting-requested"),
    onDone: close,
  });
  return (
    <FormModal<Fields> title={t("meeting-request")} ok={t("meeting-request-send")} pending={request.isPending} initial={{ with: others[0], minutes: 30 }} send={request.mutate} close={close}>
      <Form.Item name="with" label={t("meeting-with")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select options={others.map((id) => ({ value: id, label: <OrganisationName id={id} /> }))} />
      </Form.Item>
      <Form.Item name="topic" label={t("meeting-topic")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input maxLength={200} />
      </Form.Item>
      <SlotFields />
    </FormModal>
  );
}
