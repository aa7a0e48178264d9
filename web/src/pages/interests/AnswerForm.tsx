import { CheckOutlined, CloseOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { App, Button, Form, Input } from "antd";
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
  const { modal } = App.useApp();
  // The form shows what is missing by itself.
  const withWords = (use: (message: string) => void) => void form.validateFields().then(({ message }) => use(message), () => form.focusField("message"));
  const give = (decision: Answer) => withWords((message) => answer.mutate({ answer: decision, message }));
  const decline = () =>
    withWords((message) => void modal.confirm({ title: t("answer-decline-ask"), content: t("answer-decline-note"), okText: t("answer-decline"), okButtonProps: { danger: true }, onOk: () => answer.mutateAsync({ answer: "declined", message }) }));
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
        <Button icon={<CloseOutlined />} disabled={answer.isPending} onClick={decline}>{t("answer-decline")}</Button>
      </div>
      <small className="yq-muted">{t("answer-contacts-note")}</small>
    </section>
  );
}
