import { QuestionCircleOutlined } from "@ant-design/icons";
import { Modal } from "antd";
import { useState } from "react";

import { useT } from "@/i18n/useT";
import parts from "../parts/parts.module.css";
import styles from "./panels.module.css";
import { type Shortcut, shortcutsNow, useShortcuts } from "./shortcuts";

/** Makes the room's keys work, and shows them. */
export function ShortcutSheet() {
  const t = useT();
  const [listed, setListed] = useState<Shortcut[]>();
  useShortcuts();
  return (
    <>
      <button
        type="button"
        className={`${parts.tool ?? ""} ${styles.desk ?? ""}`}
        aria-label={t("panels-shortcuts")}
        title={t("panels-shortcuts")}
        aria-keyshortcuts="?"
        onClick={() => { setListed(shortcutsNow()); }}
      >
        <QuestionCircleOutlined />
      </button>
      <Modal open={listed !== undefined} title={t("panels-shortcuts")} footer={null} onCancel={() => { setListed(undefined); }}>
        <dl className={styles.keys}>
          {listed?.map(({ key, label }) => (
            <div key={key}>
              <dt>
                <kbd>{key.toUpperCase()}</kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <p className="yq-muted">{t("panels-shortcuts-note")}</p>
      </Modal>
    </>
  );
}
