import type { Ceremony, Fair, Item } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Stage } from "@/rooms/parts/Stage";
import styles from "./stage.module.css";

interface Props {
  ceremony: Ceremony;
  /** How many acts are planned. */
  acts: number | undefined;
  item: Item | undefined;
  fair: Fair | undefined;
  call: Call;
  room: RoomView | undefined;
  holding: boolean;
}

/** Before the first act and while the officiant holds: the officiant's picture, or the ceremony's name. */
export function Overture({ ceremony, acts, item, fair, call, room, holding }: Props) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  return (
    <div className={styles.overture}>
      <Stage
        call={call}
        room={room}
        poster={
          <div className={styles.poster}>
            <span>{pick(fair?.name)}</span>
            <h2>{pick(ceremony.title)}</h2>
            {item && <p>{format.dateTime(item.starts_at)}</p>}
            {acts !== undefined && <p>{t("ceremony-acts-planned", { count: acts })}</p>}
          </div>
        }
        overlay={holding && <p className={styles.hold} role="status">{t("ceremony-holding")}</p>}
      />
    </div>
  );
}
