import { App, Button } from "antd";

import type { Support } from "@/call";
import { useT } from "@/i18n/useT";
import { Step, type Standing } from "./Step";
import styles from "./check.module.css";

const STANDING: Record<Support, Standing> = {
  good: "good",
  old: "warned",
  wechat: "warned",
  insecure: "bad",
  "no-webrtc": "bad",
  "no-devices": "warned",
};

/** Whether the browser can do what rooms need, in words that lead on. */
export function BrowserStep({ support }: { support: Support }) {
  const t = useT();
  return (
    <Step name="browser" standing={STANDING[support]}>
      <p className={styles.verdict}>{t(`check-browser-${support}`)}</p>
      {support === "wechat" && <CopyAddress />}
    </Step>
  );
}

/** WeChat opens links in its own browser; the address has to be carried to another one by hand. */
function CopyAddress() {
  const t = useT();
  const { message } = App.useApp();
  const copy = () => {
    void navigator.clipboard.writeText(window.location.href).then(() => message.success(t("check-address-copied")));
  };
  return <Button onClick={copy}>{t("check-copy-address")}</Button>;
}
