import type { Call, RoomView, Waiting } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";

/** Who waits to be let in, for those who may do so; nothing while nobody does. */
export function DoorList({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const { waiting } = room;
  if (waiting.length === 0) return null;
  return (
    <section className={styles.door} aria-label={t("door-waiting", { count: format.number(waiting.length) })}>
      <h3 className={parts.heading}>
        {t("door-waiting", { count: format.number(waiting.length) })}
        {waiting.length > 1 && (
          <button type="button" className={parts.small} onClick={() => { act(() => call.desk.host.admit(null)); }}>
            {t("door-admit-all")}
          </button>
        )}
      </h3>
      <ul>
        {waiting.map((one) => (
          <Row key={one.participant} call={call} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ call, one }: { call: Call; one: Waiting }) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const since = format.time(new Date(one.since).toISOString());
  return (
    <li className={parts.person}>
      <span>
        <span>{one.name}</span>
        <small>{[t(`rooms-role-${one.role}`), one.organisation, t("door-since", { at: since })].filter(Boolean).join(" · ")}</small>
      </span>
      <div>
        <button type="button" className={`${parts.small ?? ""} ${styles.go ?? ""}`} onClick={() => { act(() => call.desk.host.admit(one.participant)); }}>
          {t("door-admit")}
        </button>
        <button type="button" className={parts.small} onClick={() => { act(() => call.desk.host.deny(one.participant)); }}>
          {t("door-deny")}
        </button>
      </div>
    </li>
  );
}
