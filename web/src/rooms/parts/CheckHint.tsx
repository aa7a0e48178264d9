import { Button } from "antd";
import { useState } from "react";
import { Link, useLocation } from "react-router";

import { paths } from "@/app/paths";
import { type RoomView, maySend, preferences, remember } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "./line.module.css";

/** Offers the device check to those who may speak and never went through it on this machine; once. */
export function CheckHint({ room }: { room: RoomView }) {
  const t = useT();
  const { pathname } = useLocation();
  const [due, setDue] = useState(() => preferences().checkedAt === undefined);
  if (!due || !maySend(room.me, "microphone")) return null;
  const skip = () => {
    remember({ checkedAt: Date.now() });
    setDue(false);
  };
  return (
    <div className={styles.hint} role="note">
      <span>{t("check-hint")}</span>
      <Link to={paths.check(pathname)}><Button size="small">{t("check-hint-go")}</Button></Link>
      <Button size="small" type="text" onClick={skip}>{t("check-hint-skip")}</Button>
    </div>
  );
}
