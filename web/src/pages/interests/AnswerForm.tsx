import { CheckOutlined, CloseOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { post } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import type { Answer, Interest } from "@/api/types";
import { useT } from "@/i18n/useT";
import styles from "./Interests.module.css";

/** Answering: words first, then one of three decisions. */
export function AnswerForm({ interest }: { interest: Interest }) {
  const t = useT();
  const [form] = Form.useForm<{ message: string }>();
  const answer = useCommand<{ answer: Answer; message: string }>({
    run: (input, key) => post(`/interests/${interest.id}/answer`, input, key),
    stale: [["interests"], ["projects"]],
    done: t("interest-answered"),
  });
  const give = (decision: Answer) => void form.validateFields().then(({ message }) => answer.mutate({ answer: decision, message }));
  return (
    <section className={styles.answer} aria-label={t("interest-answer")}>
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="message" label={t("interest-your-answer")} rules={[{ required: true, whitespace: true, message: t("interest-answer-needed") }]}>
          <Input.TextArea rows={4} maxLength={2000} showCount />
        </Form.Item>
      </Form>
      <div className={styles.decisions}>
        <Button type="primary" icon={<CheckOutlined />} loading={answer.isPending} onClick={() => give("accepted")}>{t("answer-accept")}</Button>
        <Button icon={<InfoCircleOutlined />} disabled={answer.isPending} onClick={() => give("information")}>{t("answer-information")}</Button>
        <Button icon={<CloseOutlined />} disabled={answer.isPending} onClick={() => give("declined")}>{t("answer-decline")}</Button>
      </div>
      <small className="yq-muted">{t("answer-contacts-note")}</small>
    </section>
  );
}
