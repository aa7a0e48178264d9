import { Form, type FormInstance, Modal } from "antd";
import { type ReactNode, useId } from "react";

interface Props<Fields> {
  title: string;
  /** What the button that sends the form says. */
  ok: string;
  /** The act can't be taken back. */
  danger?: boolean;
  pending: boolean;
  initial?: object;
  form?: FormInstance<Fields>;
  send: (fields: Fields) => void;
  close: () => void;
  children: ReactNode;
}

/** A short form over the page; Enter sends it, Escape closes it. */
export function FormModal<Fields>({ title, ok, danger, pending, initial, form, send, close, children }: Props<Fields>) {
  const id = useId();
  return (
    <Modal open title={title} okText={ok} okButtonProps={{ form: id, htmlType: "submit", danger: danger ?? false }} confirmLoading={pending} onCancel={close}>
      <Form<Fields> id={id} layout="vertical" noValidate {...(form ? { form } : {})} {...(initial ? { initialValues: initial } : {})} onFinish={send} scrollToFirstError={{ focus: true }}>
        {children}
      </Form>
    </Modal>
  );
}
