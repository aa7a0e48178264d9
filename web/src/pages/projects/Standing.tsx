import { useQuery } from "@tanstack/react-query";
import { Form, Input, Modal, Select } from "antd";
import { post } from "@/api/client";
import { peopleQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import type { Project } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

/** Putting an officer in charge. */
export function AssignOfficer({ project, close }: { project: Project; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const [form] = Form.useForm<{ officer: string }>();
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  const officers = people.filter((person) => person.memberships.some((m) => m.role.endsWith("_officer")));
  const assign = useCommand<{ officer: string }>({ run: (input, key) => post(`/projects/${project.id}/officer`, input, key), stale: [["projects"]], done: t("saved"), onDone: close });
  return (
    <Modal open title={t("officer-assign")} okText={t("save")} onCancel={close} onOk={form.submit} confirmLoading={assign.isPending}>
      <Form form={form} layout="vertical" initialValues={{ officer: project.officer }} onFinish={assign.mutate}>
        <Form.Item name="officer" label={t("project-officer")} rules={[{ required: true, message: t("field-needed") }]}>
          <Select showSearch={{ optionFilterProp: "label" }} options={officers.map((person) => ({ value: person.id, label: pick(person.name) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Suspending or terminating a project, with the reason that the record keeps. */
export function Halt({ project, how, close }: { project: Project; how: "suspend" | "terminate"; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const halt = useCommand<{ reason: string }>({ run: (input, key) => post(`/projects/${project.id}/${how}`, input, key), stale: [["projects"]], done: t("saved"), onDone: close });
  return (
    <Modal open title={t(`project-${how}`)} okText={t(`project-${how}`)} okButtonProps={{ danger: true }} onCancel={close} onOk={form.submit} confirmLoading={halt.isPending}>
      <Form form={form} layout="vertical" onFinish={halt.mutate}>
        <Form.Item name="reason" label={t("reason")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
          <Input.TextArea rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
