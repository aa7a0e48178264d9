import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";

/** Who was removed and may not come back, unless a moderator thinks better of it. */
export function Banned({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const { banned } = room;
  if (banned.length === 0) return null;
  return (
    <section aria-label={t("people-banned")}>
      <h3 className={parts.heading}>{t("people-banned")}</h3>
      <ul>
        {banned.map(({ person, name }) => (
          <li key={person} className={parts.person}>
            <span>{name}</span>
            <div>
              <button type="button" className={parts.small} onClick={() => { act(() => call.desk.host.readmit(person)); }}>
                {t("people-readmit")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
