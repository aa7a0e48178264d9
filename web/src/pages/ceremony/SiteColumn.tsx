import { EnvironmentFilled } from "@ant-design/icons";

import type { Act } from "@/api/types";
import { type Call, type Participant, type RoomView, strokeKey, trackKey } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Lights } from "@/rooms/ceremony/Lights";
import { Seal } from "@/rooms/ceremony/Seal";
import { StrokePad } from "@/rooms/ceremony/StrokePad";
import type { Site } from "@/rooms/ceremony/cast";
import type { ActOnStage } from "@/rooms/ceremony/useCeremony";
import { MediaTile } from "@/rooms/parts/MediaTile";
import { useStore } from "@/rooms/useStore";
import styles from "./stage.module.css";

interface Props {
  site: Site;
  act: Act;
  shown: ActOnStage;
  call: Call;
  room: RoomView | undefined;
}

/** One site: its picture, its signatories' lights, and their strokes while they sign. */
export function SiteColumn({ site, act, shown, call, room }: Props) {
  const pick = usePick();
  const media = useStore(call.media);
  const there = room ? presentAt(site, room) : undefined;
  const own = there !== undefined && there.id === room?.me.participant;
  const stream = there && (own ? media.local.camera : media.remote[trackKey(there.id, "camera")]);
  const standing = site.members.find(({ person }) => person === there?.person) ?? site.members[0];
  const place = pick(site.name);
  const party = shown.organisation(site.party) || (there?.organisation ?? "");
  return (
    <section className={styles.site} aria-label={place || party} data-testid="site">
      <MediaTile
        stream={stream}
        name={standing ? shown.name(standing) : party}
        caption={party}
        own={own}
        wide
        speaking={there !== undefined && room?.speaking[0] === there.id}
      />
      <header>
        {place && (
          <span>
            <EnvironmentFilled aria-hidden="true" /> {place}
          </span>
        )}
        <h3>{party}</h3>
      </header>
      <Lights members={site.members} name={shown.name} />
      <Signatures site={site} act={act} shown={shown} call={call} />
    </section>
  );
}

/** The participant whose picture stands for the site: a signatory who is seen, else one who is there. */
function presentAt(site: Site, room: RoomView): Participant | undefined {
  const people = new Set(site.members.map(({ person }) => person));
  const there = room.participants.filter(({ person }) => people.has(person));
  return there.find(({ tracks }) => tracks.some(({ source }) => source === "camera")) ?? there[0];
}

function Signatures({ site, act, shown, call }: Pick<Props, "site" | "act" | "shown" | "call">) {
  const t = useT();
  const strokes = useStore(call.strokes);
  if (act.state !== "signing" && act.state !== "signed") return null;
  return site.members.map((member) => {
    const name = shown.name(member);
    return (
      <div key={member.id} className={styles.signature} data-testid="signature">
        <StrokePad strokes={strokes[strokeKey(act.id, member.person)] ?? []} label={t("ceremony-signature-of", { name })} />
        {member.light === "signed" && (
          <div className={styles.sealed}>
            <Seal text="签讫" label={t("ceremony-sealed")} falls size={74} />
          </div>
        )}
      </div>
    );
  });
}
