import { Button, Form, Input } from "antd";
import { useState } from "react";
import { requestCode, verifyCode } from "@/api/signIn";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";

/** Signing in with a one-time code sent by e-mail: first the address, then the six figures. */
export function CodeForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const [email, setEmail] = useState<string | null>(null);
  const ask = useCommand<{ email: string }>({ run: (input, key) => requestCode(input.email, key), onDone: (_, input) => setEmail(input.email) });
  const verify = useCommand<{ code: string }>({ run: ({ code }, key) => verifyCode(email ?? "", code, key), onDone });

  if (email === null) {
    return (
      <Form layout="vertical" noValidate requiredMark={false} onFinish={ask.mutate}>
        <Form.Item name="email" label={t("field-email")} rules={[{ required: true, type: "email", message: t("field-email-needed") }]}>
          <Input size="large" type="email" autoComplete="username webauthn" inputMode="email" autoFocus />
        </Form.Item>
        <Button block type="primary" size="large" htmlType="submit" loading={ask.isPending}>
          {t("sign-in-send-code")}
        </Button>
      </Form>
    );
  }
  return (
    <Form layout="vertical" noValidate requiredMark={false} onFinish={verify.mutate}>
      <p role="status">{t("sign-in-code-sent", { email })}</p>
      <Form.Item name="code" label={t("sign-in-code")} rules={[{ validator: (_, code?: string) => (code?.length === 6 ? Promise.resolve() : Promise.reject(new Error(t("sign-in-code-needed")))) }]}>
        <Input.OTP length={6} size="large" autoFocus inputMode="numeric" autoComplete="one-time-code" />
      </Form.Item>
      <Button block type="primary" size="large" htmlType="submit" loading={verify.isPending}>
        {t("sign-in-verify")}
      </Button>
      <Button type="link" onClick={() => setEmail(null)}>
        {t("sign-in-other-email")}
      </Button>
    </Form>
  );
}
