import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { agreementQuery, agreementsQuery, stageQuery } from "@/api/records";
import { useMe } from "@/api/session";
import type { Agreement, Ceremony, Fair, Item } from "@/api/types";
import { paths } from "@/app/paths";
import type { Call } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { useCeremony } from "@/rooms/ceremony/useCeremony";
import { ConnectionBanner } from "@/rooms/parts/ConnectionBanner";
import { LiveBadge } from "@/rooms/parts/LiveBadge";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { useCall } from "@/rooms/useCall";
import { useStore } from "@/rooms/useStore";
import { ProblemPage } from "@/ui/Problem";
import { SignDesk } from "./SignDesk";
import { SelfView } from "./SelfView";
import { mineNow } from "./mine";
import styles from "./signing.module.css";

/** Where a signatory signs during a ceremony, on camera, with the others. */
export default function SignInCeremonyPage() {
  const { id = "" } = useParams();
  const { ceremony, item, fair, error, isPending, refetch } = useCeremony(id);
  const call = useCall(ceremony && `/items/${ceremony.item}/room-grant`, item?.state);
  if (isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (error) return <ProblemPage error={error} retry={refetch} />;
  if (!ceremony || !call) return null;
  return <SignInCeremony ceremony={ceremony} item={item} fair={fair} call={call} />;
}

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  fair: Fair | undefined;
  call: Call;
}

function SignInCeremony({ ceremony, item, fair, call }: Props) {
  const t = useT();
  const pick = usePick();
  const me = useMe().person.id;
  const room = useStore(call.room);
  const link = useStore(call.link.state);
  const list = useQuery(agreementsQuery({ fair: ceremony.fair, per_page: 500 }));
  const mine = mineNow(ceremony.acts, list.data?.items ?? [], me);
  const agreement = useQuery(agreementQuery(mine?.agreement.id ?? ""));
  const act = mine?.act;
  const number = useQuery(stageQuery(ceremony.id)).data?.acts.find(({ id }) => id === act?.id)?.number;
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader
        back={paths.ceremony(ceremony.id)}
        over={pick(ceremony.title)}
        title={[number && t("ceremony-act", { number }), pick(act?.title ?? ceremony.title)].filter(Boolean).join(" · ")}
        badge={<LiveBadge item={item?.state} room={room} />}
        hostZone={fair?.time_zone}
      />
      <ConnectionBanner link={link} />
      {mine && agreement.data ? (
        <SignDesk key={mine.agreement.id} agreement={agreement.data satisfies Agreement} act={act} call={call} room={room} self={<SelfView call={call} room={room} />} />
      ) : (
        <p className={styles.nothing}>{list.isPending || mine ? t("rooms-loading") : t("signing-nothing-for-you")}</p>
      )}
    </div>
  );
}
