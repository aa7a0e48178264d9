import { MenuOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Menu } from "antd";
import { useState } from "react";
import { Link, NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { sessionQuery } from "@/api/session";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Logo } from "@/ui/Logo";
import { LanguageSwitch } from "./LanguageSwitch";
import styles from "./Layout.module.css";
import { PersonMenu } from "./PersonMenu";
import { destinationsFor } from "./navigation";
import { paths } from "./paths";

function Destinations({ thumbs }: { thumbs?: boolean }) {
  const t = useT();
  const me = useQuery(sessionQuery).data;
  const shown = destinationsFor(me).filter((d) => !thumbs || d.thumb);
  return shown.map((d) => (
    <NavLink key={d.key} to={d.to} end={d.to === "/"}>
      {thumbs && d.icon}
      {t(d.key)}
    </NavLink>
  ));
}

function Burger() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const me = useQuery(sessionQuery).data;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const go = (to: string) => {
    setOpen(false);
    void navigate(to);
  };
  return (
    <>
      <Button type="text" className={styles.burger ?? ""} icon={<MenuOutlined />} aria-label={t("nav-menu")} onClick={() => setOpen(true)} />
      <Drawer open={open} onClose={() => setOpen(false)} title={t("nav-menu")} size={300}>
        <Menu
          selectedKeys={[pathname]}
          onClick={({ key }) => go(key)}
          items={destinationsFor(me).map((d) => ({ key: d.to, icon: d.icon, label: t(d.key) }))}
        />
      </Drawer>
    </>
  );
}

/** The frame of every page outside the rooms: header, navigation, demo notice, content, foot. */
export function Layout() {
  const t = useT();
  const pick = usePick();
  const me = useQuery(sessionQuery).data;
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        {t("skip-to-content")}
      </a>
      {me?.demo && <aside className={styles.demo} aria-label={t("demo-tag")}>{t("demo-notice")}</aside>}
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to={paths.lobby()} className={styles.brand ?? ""}>
            <Logo size={38} />
            <b>{t("product-name")}</b>
          </Link>
          <nav className={styles.nav} aria-label={t("nav-main")}>
            {me && <Destinations />}
          </nav>
          <div className={styles.end}>
            <LanguageSwitch />
            {me ? <PersonMenu me={me} /> : <Link to={paths.signIn()}><Button type="text">{t("sign-in")}</Button></Link>}
            {me && <Burger />}
          </div>
        </div>
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <footer className={styles.foot}>
        {me && <span>{pick(me.tenant.name)}</span>}
        <span>{t("foot-product")}</span>
        <Link to={paths.verify()}>{t("foot-records")}</Link>
      </footer>
      {me && (
        <nav className={styles.thumbs} aria-label={t("nav-main")}>
          <Destinations thumbs />
        </nav>
      )}
    </div>
  );
}
