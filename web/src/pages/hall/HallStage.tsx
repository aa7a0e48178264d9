import type { Fair, Item } from "@/api/types";
import type { Call, LinkState, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ReactionRise } from "@/rooms/panels/ReactionRise";
import { BreakoutBanner } from "@/rooms/panels/breakout/BreakoutBanner";
import { Brochure } from "@/rooms/panels/brochure/Brochure";
import { CaptionsOverlay } from "@/rooms/panels/captions/CaptionsOverlay";
import { WaitingRoom } from "@/rooms/panels/door/WaitingRoom";
import { BackstagePlate } from "@/rooms/panels/stage/BackstagePlate";
import { TurnPlate } from "@/rooms/panels/stage/TurnPlate";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { RoomStage } from "@/rooms/layout/RoomStage";
import styles from "./hall.module.css";

interface Props {
  item: Item;
  fair: Fair | undefined;
  call: Call;
  room: RoomView | undefined;
  link: LinkState;
}

/** The stage of the hall with all that stands on it; or the lobby, for who is not let in yet. */
export function HallStage({ item, fair, call, room, link }: Props) {
  const pick = usePick();
  const waits = room?.inLobby === true && link.phase !== "ended";
  return (
    <div className={styles.stage}>
      {waits ? (
        <WaitingRoom title={pick(item.title)} />
      ) : (
        <RoomStage
          call={call}
          room={room}
          poster={<Poster item={item} fair={fair} room={room} link={link} />}
          document={room?.state.document ? <Brochure call={call} room={room} /> : undefined}
          overlay={room && <Overlay call={call} room={room} />}
        />
      )}
      <div className={styles.banner}>
        <ConnectionBanner link={link} />
        {room && !waits && <BreakoutBanner call={call} room={room} />}
      </div>
    </div>
  );
}

function Overlay({ call, room }: { call: Call; room: RoomView }) {
  return (
    <>
      <div className={styles.plates}>
        <TurnPlate call={call} room={room} />
        <BackstagePlate room={room} />
      </div>
      <CaptionsOverlay call={call} />
      <ReactionRise call={call} />
    </>
  );
}

/** What the stage says while nobody is on it. */
function Poster({ item, fair, room, link }: Omit<Props, "call">) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const rehearsing = item.state === "rehearsal" || (item.state === "live" && room?.state.mode === "rehearsal");
  const state = item.state === "ended" ? "ended" : rehearsing ? "rehearsal" : item.state === "live" ? "soon" : "waiting";
  return (
    <div className={styles.poster}>
      <span>{pick(fair?.name)}</span>
      <h2>{pick(item.title)}</h2>
      <p>
        {format.dateTime(item.starts_at)}
        {fair && <small>{t("rooms-time-at-host", { time: format.time(item.starts_at, fair.time_zone) })}</small>}
      </p>
      {(link.phase !== "ended" || state !== "soon") && <p>{t(`hall-poster-${state}`)}</p>}
    </div>
  );
}
