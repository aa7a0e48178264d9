import { CustomerServiceOutlined } from "@ant-design/icons";
import { Button } from "antd";

import type { Booth, Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useLanguageName } from "@/rooms/interpretation/languageName";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "./booth.module.css";

/** The booths of the room with their seats; an interpreter sits down in one. */
export function BoothChoice({ call, room, booths }: { call: Call; room: RoomView; booths: Booth[] }) {
  const t = useT();
  const act = useRoomAction();
  const format = useFormat();
  const name = useLanguageName();
  if (!room.me.grants.interpret) return <p className={styles.note}>{t("booth-not-for-you")}</p>;
  if (booths.length === 0) return <p className={styles.note}>{t("booth-none")}</p>;
  const sits = (id: string) => room.participants.find((one) => one.id === id)?.name ?? t("rooms-role-interpreter");
  return (
    <>
      <h2>{t("booth-choose")}</h2>
      <ul className={styles.booths}>
        {booths.map((booth) => (
          <li key={booth.id}>
            <CustomerServiceOutlined aria-hidden="true" />
            <span>
              <b>{booth.channels.map(({ language }) => name(language)).join(" ⇄ ")}</b>
              <small>{booth.interpreters.length > 0 ? format.list(booth.interpreters.map(sits)) : t("booth-empty")}</small>
            </span>
            <Button disabled={booth.interpreters.length >= 2} onClick={() => { act(() => call.booth.join(booth.id)); }}>
              {t(booth.interpreters.length >= 2 ? "booth-full" : "booth-sit-down")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
