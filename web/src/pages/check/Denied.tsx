import { Alert, Button } from "antd";

import { type CaptureProblem, browserOf, surroundings } from "@/call";
import { useT } from "@/i18n/useT";

/** Why there is no picture or sound, and what to do about it in this very browser. */
export function Denied({ problem, retry }: { problem: CaptureProblem; retry: () => void }) {
  const t = useT();
  const { name, phone } = browserOf(surroundings().userAgent);
  const where = phone && name === "safari" ? "iphone" : phone && name !== "wechat" ? "phone" : name;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t(`check-${problem}`)}
      description={problem === "capture-denied" ? t(`check-allow-${where}`) : t(`check-${problem}-detail`)}
      action={<Button size="small" onClick={retry}>{t("check-try-again")}</Button>}
    />
  );
}
