import { WarningFilled } from "@ant-design/icons";
import { Link } from "react-router";

import { projectQuery } from "@/api/records";
import { useMe } from "@/api/session";
import { useQueries } from "@tanstack/react-query";
import type { Act, Agreement, Ceremony } from "@/api/types";
import { paths } from "@/app/paths";
import { type Call, type RoomView, trackKey } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ConfirmIdentity } from "@/rooms/ceremony/ConfirmIdentity";
import { Lights } from "@/rooms/ceremony/Lights";
import type { Site } from "@/rooms/ceremony/cast";
import type { ActOnStage } from "@/rooms/ceremony/useCeremony";
import { MediaTile } from "@/rooms/parts/MediaTile";
import { useStore } from "@/rooms/useStore";
import styles from "./console.module.css";

interface Props {
  ceremony: Ceremony;
  act: Act;
  shown: ActOnStage<Agreement>;
  call: Call;
  room: RoomView | undefined;
}

/** The act at hand: what each site's camera shows, who is ready, which agreements are signed. */
export function ActPanel({ ceremony, act, shown, call, room }: Props) {
  const me = useMe().person.id;
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  return (
    <>
      <h2 className={styles.actTitle}>{pick(act.title)}</h2>
      {act.state === "pulled" && <p className={styles.pulled}>{t("console-pulled-because", { reason: act.reason ?? "" })}</p>}
      {act.similar && act.similar.length > 0 && <Similar projects={act.similar} />}
      <div className={styles.previews}>
        {shown.sites.map((site, index) => (
          <Preview key={site.party ?? index} site={site} shown={shown} call={call} room={room} />
        ))}
      </div>
      {["approved", "rehearsed", "announced", "signing"].includes(act.state) &&
        shown.agreements.map((agreement) => (
          <ConfirmIdentity key={agreement.id} agreement={agreement} place={{ type: "item", id: ceremony.item }} room={room} me={me} />
        ))}
      <ul className={styles.agreements}>
        {shown.agreements.map((agreement) => (
          <li key={agreement.id}>
            <Link to={paths.agreement(agreement.id)} target="_blank">
              {agreement.number} {pick(agreement.title)}
            </Link>
            <span>
              {t(`agreement-kind-${agreement.kind}`)}
              {agreement.amount && ` · ${format.money(agreement.amount)}`} · {t(`agreement-state-${agreement.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Projects the duplicate check found alike; the approver looks at them first. */
function Similar({ projects }: { projects: string[] }) {
  const t = useT();
  const pick = usePick();
  const found = useQueries({ queries: projects.map((id) => projectQuery(id)) });
  return (
    <div className={styles.similar} role="alert">
      <WarningFilled aria-hidden="true" />
      <div>
        <b>{t("console-similar")}</b>
        <ul>
          {projects.map((id, index) => (
            <li key={id}>
              <Link to={paths.project(id)} target="_blank">
                {pick(found[index]?.data?.title) || id}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Preview({ site, shown, call, room }: { site: Site; shown: ActOnStage<Agreement>; call: Call; room: RoomView | undefined }) {
  const t = useT();
  const pick = usePick();
  const media = useStore(call.media);
  const people = new Set(site.members.map(({ person }) => person));
  const there = room?.participants.filter(({ person }) => people.has(person)) ?? [];
  const seen = there.find(({ tracks }) => tracks.some(({ source }) => source === "camera")) ?? there[0];
  const microphone = seen?.tracks.find(({ source }) => source === "microphone");
  const line = !seen ? "absent" : !seen.online ? "away" : seen.tracks.some(({ source }) => source === "camera") ? "seen" : "no-picture";
  return (
    <section className={styles.preview}>
      <MediaTile
        stream={seen && media.remote[trackKey(seen.id, "camera")]}
        name={seen?.name ?? pick(site.name)}
        caption={shown.organisation(site.party)}
        muted={!microphone || microphone.muted || microphone.muted_by_host}
        wide
      />
      <p data-line={line}>
        <b>{pick(site.name) || shown.organisation(site.party)}</b> {t(`console-line-${line}`)}
      </p>
      <Lights members={site.members} name={shown.name} />
    </section>
  );
}
