import { SettingOutlined } from "@ant-design/icons";
import { Popover, Switch } from "antd";

import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** Whether questions are taken, and whether the host reads them first. */
export function QuestionRulesMenu({ call, rules }: { call: Call; rules: RoomView["state"]["questions"] }) {
  const t = useT();
  const act = useRoomAction();
  const set = (change: Partial<typeof rules>) => {
    act(() => call.desk.host.questionRules({ ...rules, ...change }));
  };
  const content = (
    <div className={styles.switches}>
      <label>
        <Switch checked={rules.open} onChange={(open) => { set({ open }); }} /> {t("questions-rule-open")}
      </label>
      <label>
        <Switch checked={rules.reviewed} onChange={(reviewed) => { set({ reviewed }); }} /> {t("questions-rule-reviewed")}
      </label>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <button type="button" className={parts.small} aria-label={t("questions-rules")} title={t("questions-rules")}>
        <SettingOutlined />
      </button>
    </Popover>
  );
}
