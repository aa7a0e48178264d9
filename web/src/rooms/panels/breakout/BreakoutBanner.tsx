import { TeamOutlined } from "@ant-design/icons";

import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";
import { invitations } from "./mine";

/** A call to a negotiation room: who is called, and the two answers. */
export function BreakoutBanner({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  return (
    <>
      {invitations(room).map(({ id, parties }) => {
        const others = parties.filter(({ participant }) => participant !== room.me.participant).map(({ name }) => name);
        return (
          <div key={id} className={`${parts.banner ?? ""} ${styles.invitation ?? ""}`} role="alertdialog" aria-label={t("breakout-title")}>
            <TeamOutlined aria-hidden="true" />
            <span>{t("breakout-invited", { names: format.list(others) })}</span>
            <div>
              <button type="button" className={`${parts.small ?? ""} ${styles.go ?? ""}`} onClick={() => { act(() => call.desk.answerBreakout(id, true)); }}>
                {t("breakout-go")}
              </button>
              <button type="button" className={parts.small} onClick={() => { act(() => call.desk.answerBreakout(id, false)); }}>
                {t("breakout-decline")}
              </button>
            </div>
          </div>
        );
      })}
    </>
  );
}
