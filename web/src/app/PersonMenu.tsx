import { LogoutOutlined, SafetyCertificateOutlined, SwapOutlined, UserOutlined } from "@ant-design/icons";
import { Avatar, Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { type Me, useSessionActions } from "@/api/session";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import styles from "./Layout.module.css";
import { paths } from "./paths";

/** Who I am and for whom I act; changing the hat, devices, signing out. */
export function PersonMenu({ me }: { me: Me }) {
  const t = useT();
  const pick = usePick();
  const navigate = useNavigate();
  const { signOut, activate } = useSessionActions();
  const active = me.active_membership;
  const hats = me.memberships.filter((m) => m.id !== active.id);
  const items = [
    ...hats.map((m) => ({ key: m.id, icon: <SwapOutlined />, label: t("act-for", { organisation: pick(m.organisation_name), role: t(`role-${m.role}`) }), onClick: () => void activate(m.id) })),
    ...(hats.length ? [{ type: "divider" as const }] : []),
    { key: "settings", icon: <SafetyCertificateOutlined />, label: t("settings-title"), onClick: () => void navigate(paths.settings()) },
    { key: "out", icon: <LogoutOutlined />, label: t("sign-out"), onClick: () => void signOut() },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button type="text" style={{ blockSize: 48, paddingInline: 8 }}>
        <Avatar size={32} style={{ background: "#3b4a70", flexShrink: 0 }} icon={<UserOutlined />} />
        <span className="yq-hidden">{t("person-menu")}</span>
        <span className={styles.person}>
          <span>{pick(me.person.name)}</span>
          <small>{pick(active.organisation_name)}</small>
        </span>
      </Button>
    </Dropdown>
  );
}
