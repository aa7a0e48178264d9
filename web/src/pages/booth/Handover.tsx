import { useEffect, useState } from "react";

import type { Booth, Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "./booth.module.css";
import { standing } from "./standing";

/** An unanswered request lapses after this. */
const LAPSES_S = 20;

interface Props {
  call: Call;
  room: RoomView;
  booth: Booth;
}

/** The partner's state, and handing over between the two. */
export function Handover({ call, room, booth }: Props) {
  const t = useT();
  const act = useRoomAction();
  const { active, partner, partnerState } = standing(room, booth);
  const me = room.me.participant;
  const asked = booth.handover ?? undefined;
  const step = (what: "ask" | "accept" | "decline") => { act(() => call.booth.handover(what)); };
  // Who is gone, away or muted can't answer: then one takes over without asking.
  const free = !active && !["on-air", "open"].includes(partnerState);
  const left = useLapse(asked, () => { if (asked === me) step("decline"); });
  return (
    <div className={styles.partner} data-asked={asked !== undefined && asked !== me}>
      <p role="status">
        {partner ? t(`booth-partner-${partnerState}`, { name: partner.name }) : t("booth-partner-nobody")}
      </p>
      {asked === undefined && partner && (
        <button type="button" aria-keyshortcuts="h" onClick={() => { step("ask"); }}>
          {t(active ? "booth-hand-over" : "booth-ask-to-take-over")}
        </button>
      )}
      {asked === me && (
        <button type="button" onClick={() => { step("decline"); }}>
          {t("booth-take-back")} <Left seconds={left} />
        </button>
      )}
      {asked !== undefined && asked !== me && (
        <span role="alert">
          <b>{t(active ? "booth-partner-wants" : "booth-partner-offers", { name: partner?.name ?? "" })}</b>
          <button type="button" className={styles.accept} aria-keyshortcuts="a" onClick={() => { step("accept"); }}>
            {t("booth-accept")} <Left seconds={left} />
          </button>
          <button type="button" onClick={() => { step("decline"); }}>{t("booth-decline")}</button>
        </span>
      )}
      {free && (
        <button type="button" className={styles.accept} aria-keyshortcuts="t" onClick={() => { act(() => call.booth.takeOver()); }}>
          {t("booth-take-over")}
        </button>
      )}
    </div>
  );
}

function Left({ seconds }: { seconds: number }) {
  const format = useFormat();
  return <span className="yq-number">({format.number(seconds)})</span>;
}

/** Counts the seconds a request still stands, and says when they are over. */
function useLapse(asked: string | undefined, lapsed: () => void): number {
  const [left, setLeft] = useState(LAPSES_S);
  useEffect(() => {
    if (asked === undefined) return;
    setLeft(LAPSES_S);
    const timer = setInterval(() => {
      setLeft((known) => Math.max(0, known - 1));
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [asked]);
  useEffect(() => {
    if (asked !== undefined && left === 0) lapsed();
    // What lapses is the request; who is told does not change with a render.
  }, [asked, left]);
  return left;
}
