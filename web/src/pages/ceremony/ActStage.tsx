import type { Act } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import type { ActOnStage } from "@/rooms/ceremony/useCeremony";
import { ActDocument } from "./ActDocument";
import { SiteColumn } from "./SiteColumn";
import styles from "./stage.module.css";

interface Props {
  /** Its number in the run-of-show. */
  number: number | undefined;
  act: Act;
  shown: ActOnStage;
  call: Call;
  room: RoomView | undefined;
}

/** One act: its number and title above, the two sites, and the agreement's page between them. */
export function ActStage({ number, act, shown, call, room }: Props) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const [first, second, ...more] = shown.sites;
  const side = { act, shown, call, room };
  return (
    <>
      <div className={styles.title} data-testid="act-title" data-state={act.state}>
        <p>
          {number && t("ceremony-act", { number })}
          <span>{t(`ceremony-act-${act.state}`)}</span>
        </p>
        <h2>{pick(act.title)}</h2>
        {shown.agreements[0]?.amount && (
          <p className="yq-number" title={format.exactMoney(shown.agreements[0].amount)}>
            {t(`agreement-kind-${shown.agreements[0].kind}`)} · {format.money(shown.agreements[0].amount)}
          </p>
        )}
      </div>
      <div className={styles.sites}>
        {first && <SiteColumn site={first} {...side} />}
        <ActDocument act={act} agreements={shown.agreements} />
        {second && <SiteColumn site={second} {...side} />}
        {more.map((site, index) => (
          <SiteColumn key={site.party ?? index} site={site} {...side} />
        ))}
      </div>
    </>
  );
}
