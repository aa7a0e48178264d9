import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Spin } from "antd";
import { useNavigate, useParams } from "react-router";
import { post } from "@/api/client";
import { type Invitation, invitationQuery } from "@/api/signIn";
import { useCommand } from "@/api/useCommand";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { useTitle } from "@/ui/useTitle";
import styles from "./SignIn.module.css";
import { SignInFrame } from "./SignInFrame";

/** Accepting an invitation: who invites to what, my name, and in. */
export default function InvitationPage() {
  const t = useT();
  useTitle(t("invitation-title"));
  const { token = "" } = useParams();
  const invitation = useQuery(invitationQuery(token));
  return (
    <SignInFrame>
      <h1>{t("invitation-title")}</h1>
      {invitation.isPending && <Spin delay={400} />}
      {invitation.isError && <ProblemAlert error={invitation.error} />}
      {invitation.data && <Acceptance token={token} invitation={invitation.data} />}
    </SignInFrame>
  );
}

function Acceptance({ token, invitation }: { token: string; invitation: Invitation }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const accept = useCommand<{ name: string }>({
    run: (input, key) => post(`/invitations/${token}/accept`, input, key),
    // Asked for again, the invitation would answer that it is used up.
    onDone: () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "invitation" }).then(() => navigate("/")),
  });
  return (
    <>
      <p>{t("invitation-lead", { organisation: pick(invitation.organisation_name), role: t(`role-${invitation.role}`) })}</p>
      <p className="yq-muted">{t("invitation-expires", { date: format.dateTime(invitation.expires_at) })}</p>
      <Form layout="vertical" noValidate requiredMark={false} className={styles.form ?? ""} initialValues={{ name: pick(invitation.name) }} onFinish={accept.mutate}>
        <Form.Item name="name" label={t("field-name")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
          <Input size="large" autoComplete="name" />
        </Form.Item>
        <Button block type="primary" size="large" htmlType="submit" loading={accept.isPending}>
          {t("invitation-accept")}
        </Button>
      </Form>
    </>
  );
}
