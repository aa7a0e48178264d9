import { KeyOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Divider } from "antd";
import { Navigate, useSearchParams } from "react-router";
import { sessionQuery } from "@/api/session";
import { signInWithPasskey } from "@/api/signIn";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { useTitle } from "@/ui/useTitle";
import { CodeForm } from "./CodeForm";
import { DemoPeople } from "./DemoPeople";
import styles from "./SignIn.module.css";
import { SignInFrame } from "./SignInFrame";

/** Only addresses inside the app are followed after signing in. */
function safeNext(next: string | null): string {
  return next && next.startsWith("/") && !next.startsWith("//") ? next : "/";
}

export default function SignInPage() {
  const t = useT();
  useTitle(t("sign-in"));
  const [search] = useSearchParams();
  const client = useQueryClient();
  const me = useQuery(sessionQuery).data;
  const arrived = () => client.invalidateQueries();
  const passkey = useCommand({ run: signInWithPasskey, onDone: arrived });

  if (me) return <Navigate to={safeNext(search.get("next"))} replace />;
  return (
    <SignInFrame>
      <h1>{t("sign-in-title")}</h1>
      <p className="yq-muted">{t("sign-in-lead")}</p>
      <div className={styles.form}>
        <CodeForm onDone={arrived} />
        <Divider plain className={styles.or ?? ""}>
          {t("sign-in-or")}
        </Divider>
        <Button block size="large" icon={<KeyOutlined />} loading={passkey.isPending} onClick={() => passkey.mutate()}>
          {t("sign-in-passkey")}
        </Button>
      </div>
      <DemoPeople onDone={arrived} />
    </SignInFrame>
  );
}
