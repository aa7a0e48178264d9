import type { Call, RoomView } from "@/call";
import { useT } from "@/i18n/useT";
import { MediaTile } from "@/rooms/parts/MediaTile";
import { ShotTile } from "@/rooms/parts/Stage";
import styles from "./negotiation.module.css";

/** Everyone in the room side by side; a shared screen stands first. */
export function Tiles({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const screens = room.participants.filter((one) => one.tracks.some(({ source }) => source === "screen"));
  return (
    <div className={styles.tiles} data-testid="tiles">
      {screens.map((participant) => (
        <ShotTile key={`${participant.id}/screen`} call={call} room={room} shot={{ participant, source: "screen" }} wide />
      ))}
      {room.participants.map((participant) =>
        participant.tracks.some(({ source }) => source === "camera") ? (
          <ShotTile key={participant.id} call={call} room={room} shot={{ participant, source: "camera" }} wide />
        ) : (
          <MediaTile
            key={participant.id}
            stream={undefined}
            name={participant.name}
            caption={participant.organisation ?? undefined}
            own={participant.id === room.me.participant}
            muted={!participant.tracks.some(({ source, muted }) => source === "microphone" && !muted)}
            wide
          />
        ),
      )}
      {room.participants.length < 2 && <p className={styles.alone}>{t("negotiation-alone")}</p>}
    </div>
  );
}
