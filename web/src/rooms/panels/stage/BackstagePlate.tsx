import { EyeInvisibleOutlined } from "@ant-design/icons";

import type { RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";

/** Tells those who may speak, but are not on the stage, that nobody out there sees or hears them. */
export function BackstagePlate({ room }: { room: RoomView }) {
  const t = useT();
  const own = room.participants.find(({ id }) => id === room.me.participant);
  if (!own || own.on_stage || own.grants.interpret) return null;
  return (
    <div className={`${styles.plate ?? ""} ${styles.quietPlate ?? ""}`} role="status">
      <EyeInvisibleOutlined aria-hidden="true" />
      <span>{t("people-you-are-backstage")}</span>
    </div>
  );
}
