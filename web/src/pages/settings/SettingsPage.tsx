import { DeleteOutlined, KeyOutlined, LaptopOutlined, PlusOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Empty, Form, Input, Skeleton } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { remove } from "@/api/client";
import { useMe } from "@/api/session";
import { type DeviceKey, type Passkey, deviceKeysQuery, passkeysQuery, registerPasskey } from "@/api/signIn";
import { useCommand } from "@/api/useCommand";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Facts, PageHeader, Section } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Moment } from "@/ui/values";
import styles from "./Settings.module.css";

interface RowProps {
  icon: ReactNode;
  of: Passkey | DeviceKey;
  list: "passkeys" | "device-keys";
}

/** A key with the way to remove it; what was signed with it stays valid. */
function Row({ icon, of: { id, label, created_at }, list }: RowProps) {
  const t = useT();
  const { modal } = App.useApp();
  const drop = useCommand({ run: (_, key) => remove(`/${list}/${id}`, key), stale: [[list]], done: t("passkey-removed") });
  const ask = () => void modal.confirm({ title: t("passkey-remove-ask", { label }), content: t(list === "passkeys" ? "passkey-remove-note" : "device-key-remove-note"), okButtonProps: { danger: true }, onOk: () => drop.mutateAsync() });
  return (
    <li>
      {icon}
      <div>
        <b>{label}</b>
        <small className="yq-muted">{t("passkey-created")} <Moment at={created_at} /></small>
      </div>
      <Button danger type="text" icon={<DeleteOutlined />} aria-label={t("remove")} onClick={ask} />
    </li>
  );
}

function Register() {
  const t = useT();
  const [form] = Form.useForm<{ label: string }>();
  const register = useCommand<{ label: string }>({
    run: ({ label }) => registerPasskey(label),
    stale: [["passkeys"]],
    done: t("passkey-registered"),
    onDone: () => form.resetFields(),
  });
  if (!browserSupportsWebAuthn()) return <Alert type="warning" showIcon title={t("passkey-unsupported")} description={t("passkey-unsupported-detail")} />;
  return (
    <Form form={form} layout="vertical" noValidate requiredMark={false} className={styles.form ?? ""} onFinish={register.mutate}>
      <Form.Item name="label" label={t("passkey-label")} extra={t("passkey-label-help")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Button type="primary" htmlType="submit" icon={<PlusOutlined />} loading={register.isPending}>{t("passkey-register")}</Button>
    </Form>
  );
}

/** The keys that browsers of mine made to sign with; they are made on the signing page. */
function DeviceKeys() {
  const t = useT();
  const keys = useQuery(deviceKeysQuery);
  return (
    <Section title={t("device-keys-title")}>
      <p className="yq-muted">{t("device-keys-note")}</p>
      {keys.isPending && <Skeleton active />}
      {keys.isError && <ProblemAlert error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.items.length === 0 && <p>{t(keys.data.allowed ? "device-keys-none" : "device-keys-off")}</p>}
      <ul className={styles.keys}>
        {keys.data?.items.map((key) => <Row key={key.id} of={key} list="device-keys" icon={<LaptopOutlined aria-hidden="true" />} />)}
      </ul>
    </Section>
  );
}

/** My account and the passkeys that sign in and sign for me. */
export default function SettingsPage() {
  const t = useT();
  const pick = usePick();
  const me = useMe();
  const passkeys = useQuery(passkeysQuery);
  return (
    <>
      <PageHeader title={t("settings-title")} lead={t("settings-lead")} />
      <Section title={t("settings-me")}>
        <Facts facts={[[t("field-name"), pick(me.person.name)], [t("field-email"), me.person.email], ...me.memberships.map((m): [string, string] => [t(`role-${m.role}`), pick(m.organisation_name)])]} />
      </Section>
      <Section title={t("check-title")}>
        <p className="yq-muted">{t("check-lead")}</p>
        <Link to={paths.check(paths.settings())}><Button icon={<VideoCameraOutlined />}>{t("check-link")}</Button></Link>
      </Section>
      <Section title={t("passkeys-title")}>
        {passkeys.isPending && <Skeleton active />}
        {passkeys.isError && <ProblemAlert error={passkeys.error} retry={() => void passkeys.refetch()} />}
        {passkeys.data?.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("passkeys-none")} />}
        <ul className={styles.keys}>{passkeys.data?.map((passkey) => <Row key={passkey.id} of={passkey} list="passkeys" icon={<KeyOutlined aria-hidden="true" />} />)}</ul>
        <Register />
      </Section>
      <DeviceKeys />
    </>
  );
}
