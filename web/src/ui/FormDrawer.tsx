import { Button, Drawer, Form, type FormInstance } from "antd";
import { type ReactNode, useId } from "react";

interface Props<Fields> {
  title: string;
  /** What the button that sends the form says. */
  ok: string;
  pending: boolean;
  size?: number;
  initial?: object;
  form?: FormInstance<Fields>;
  send: (fields: Fields) => void;
  close: () => void;
  children: ReactNode;
}

/** A long form beside the page. A click outside does not throw away what was typed; Escape and the cross close it. */
export function FormDrawer<Fields>({ title, ok, pending, size = 560, initial, form, send, close, children }: Props<Fields>) {
  const id = useId();
  const submit = <Button type="primary" form={id} htmlType="submit" loading={pending}>{ok}</Button>;
  return (
    <Drawer open size={size} title={title} onClose={close} mask={{ closable: false }} extra={submit}>
      <Form<Fields> id={id} layout="vertical" noValidate {...(form ? { form } : {})} {...(initial ? { initialValues: initial } : {})} onFinish={send} scrollToFirstError={{ focus: true }}>
        {children}
      </Form>
    </Drawer>
  );
}
