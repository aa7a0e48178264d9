import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** The talks under way beside the room, for who called them and who runs the room. */
export function BreakoutList({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const act = useRoomAction();
  const shown = room.breakouts.filter(({ by }) => room.me.grants.moderate || by === room.me.participant);
  if (shown.length === 0) return null;
  return (
    <section className={styles.door} aria-label={t("breakout-under-way")}>
      <h3 className={parts.heading}>{t("breakout-under-way")}</h3>
      <ul>
        {shown.map(({ id, parties }) => (
          <li key={id} className={parts.person}>
            <span>
              {parties.map(({ participant, name, state }) => (
                <span key={participant}>
                  {name} <small>{t(`breakout-state-${state}`)}</small>
                </span>
              ))}
            </span>
            <div>
              <button type="button" className={parts.small} onClick={() => { act(() => call.desk.endBreakout(id)); }}>
                {t("breakout-call-back")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
