import { CopyOutlined } from "@ant-design/icons";
import { App } from "antd";

import { useT } from "@/i18n/useT";
import styles from "../signing.module.css";
import type { Ticket } from "./ticket";

/** What is typed beside the token, and that the page waits for it. */
export function SignCommand({ ticket }: { ticket: Ticket }) {
  const t = useT();
  const { message } = App.useApp();
  const command = `yunqian sign '${ticket.address}' --pkcs11 MODULE.so --token LABEL`;
  const copy = () => {
    navigator.clipboard.writeText(command).then(
      () => void message.success(t("signing-key-copied")),
      () => void message.error(t("signing-key-not-copied")),
    );
  };
  return (
    <div className={styles.command} data-testid="sign-command">
      <p>{t("signing-key-command-lead")}</p>
      <pre dir="ltr" tabIndex={0}>{command}</pre>
      <button type="button" className={styles.secondary} onClick={copy}>
        <CopyOutlined aria-hidden="true" /> {t("signing-key-copy")}
      </button>
      <p className={styles.later} role="status">{t("signing-key-waits")}</p>
    </div>
  );
}
