import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { post } from "@/api/client";
import { peopleQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import type { Project } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";

/** Putting an officer in charge. */
export function AssignOfficer({ project, close }: { project: Project; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  const officers = people.filter((person) => person.memberships.some((m) => m.role.endsWith("_officer")));
  const assign = useCommand<{ officer: string }>({ run: (input, key) => post(`/projects/${project.id}/officer`, input, key), stale: [["projects"]], done: t("saved"), onDone: close });
  return (
    <FormModal<{ officer: string }> title={t("officer-assign")} ok={t("save")} pending={assign.isPending} initial={{ officer: project.officer }} send={assign.mutate} close={close}>
      <Form.Item name="officer" label={t("project-officer")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={officers.map((person) => ({ value: person.id, label: pick(person.name) }))} />
      </Form.Item>
    </FormModal>
  );
}

/** Suspending or terminating a project, with the reason that the record keeps. */
export function Halt({ project, how, close }: { project: Project; how: "suspend" | "terminate"; close: () => void }) {
  const t = useT();
  const halt = useCommand<{ reason: string }>({ run: (input, key) => post(`/projects/${project.id}/${how}`, input, key), stale: [["projects"]], done: t("saved"), onDone: close });
  return (
    <FormModal<{ reason: string }> title={t(`project-${how}`)} ok={t(`project-${how}`)} danger pending={halt.isPending} send={halt.mutate} close={close}>
      <Form.Item name="reason" label={t("reason")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </FormModal>
  );
}
