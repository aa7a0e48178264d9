import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import styles from "./parts.module.css";

/** The queue of raised hands; the host gives the word, or the stage. */
export function HandsPanel({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const { moderate } = room.me.grants;
  const listed = (id: string) => room.participants.some((one) => one.id === id);
  return (
    <div className={styles.panel}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("rooms-hands")}>
        {room.hands.length === 0 && <p className={styles.empty}>{t("rooms-hands-empty")}</p>}
        <ol>
          {room.hands.map((hand, index) => (
            <li key={hand.participant} className={styles.person}>
              <span>
                <span>
                  {format.number(index + 1)}. {hand.name}
                </span>
                <small>{hand.organisation}</small>
              </span>
              {moderate && (
                <div>
                  {!listed(hand.participant) && (
                    <button
                      type="button"
                      className={styles.small}
                      onClick={() => {
                        act(() => call.host.promote(hand.participant, false));
                      }}
                    >
                      {t("rooms-host-promote")}
                    </button>
                  )}
                  <button type="button" className={styles.small} onClick={() => { act(() => call.host.lowerHand(hand.participant)); }}>
                    {t("rooms-host-lower-hand")}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
