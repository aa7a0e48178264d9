import { AudioMutedOutlined, MoreOutlined } from "@ant-design/icons";
import { Dropdown, type MenuProps } from "antd";

import { useT } from "@/i18n/useT";
import { HandIcon } from "./HandButton";
import styles from "./parts.module.css";

/** How a person in a list stands, in a word beside the icon. */
export function Muted() {
  const t = useT();
  return (
    <span className={styles.state}>
      <AudioMutedOutlined aria-hidden="true" /> {t("rooms-muted")}
    </span>
  );
}

export function HandUp() {
  const t = useT();
  return (
    <span className={styles.state}>
      <HandIcon /> {t("rooms-hand-up")}
    </span>
  );
}

/** What the host can do with a person; nothing for everyone else. */
export function Menu({ name, items }: { name: string; items: NonNullable<MenuProps["items"]> }) {
  const t = useT();
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button type="button" className={styles.small} aria-label={t("rooms-host-menu", { name })}>
        <MoreOutlined />
      </button>
    </Dropdown>
  );
}
