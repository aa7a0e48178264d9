import { App } from "antd";
import { useEffect, useRef, useState } from "react";

import { post } from "@/api/client";
import { useRole } from "@/api/session";
import type { Turn } from "@/api/signingOrder";
import type { Act, Agreement, Signatory } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { Call, Stroke, StrokePoint } from "@/call";
import { useT } from "@/i18n/useT";
import { Countdown, useSecondsLeft } from "@/rooms/ceremony/Countdown";
import { StrokePad } from "@/rooms/ceremony/StrokePad";
import { countdownEnd } from "@/rooms/ceremony/countdownEnd";
import { useRefusalText } from "@/rooms/useRoomAction";
import { Decline } from "./Decline";
import { SignButtons } from "./SignButtons";
import { type Answer, Dismissed } from "./authorise";
import type { SigningRequest } from "./request";
import styles from "./signing.module.css";
import { type Gate, gateOf } from "./gate";

interface Props {
  agreement: Agreement;
  mine: Signatory;
  act: Act | undefined;
  call: Call | undefined;
  request: SigningRequest | undefined;
  /** Every page was shown. */
  read: boolean;
  /** Every page was shown, it is what the request binds, and the consent is given. */
  prepared: boolean;
  /** What is asked besides the key stands. */
  identified: boolean;
  turn: Turn;
  /** The request was used up or has run out. */
  onSpent: () => void;
  onAuthorised: () => void;
}

/** From ready to signed: the last steps, each opening when its time has come. */
export function SignStep({ agreement, mine, act, call, request, read, prepared, identified, turn, onSpent, onAuthorised }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const refusal = useRefusalText();
  const mayOpen = useRole("province_officer", "city_officer");
  const seconds = useSecondsLeft(countdownEnd(act, undefined), call?.link.offsetMs);
  const gate = gateOf({ agreement, mine, act, read, prepared, identified, turn, counting: seconds !== undefined });
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const step = useRef<HTMLElement>(null);
  const open = gate === "sign" && request !== undefined;
  // Nothing may lie over the pad: a stroke that runs onto the button would sign. So the whole step comes into view.
  useEffect(() => {
    if (open) step.current?.scrollIntoView({ block: "end" });
  }, [open]);
  const authorise = useCommand<() => Promise<Answer>>({
    quiet: true,
    run: async (answer, key) => post(`/agreements/${agreement.id}/authorisations`, await answer(), key),
    stale: [["agreements"], ["ceremonies"]],
  });
  const sign = (answer: (strokes: Stroke[]) => Promise<Answer>) => {
    authorise.mutate(() => answer(strokes), {
      onSuccess: onAuthorised,
      onError: (error) => {
        if (!(error instanceof Dismissed)) onSpent();
        void message.error(refusal(error), 8);
      },
    });
  };
  const write = (points: StrokePoint[], ends: boolean) => {
    const place = openStroke(strokes);
    setStrokes((known) => extendLast(known, points, ends));
    if (act) call?.stroke(act.id, place, points, ends);
  };
  return (
    <section ref={step} className={styles.step}>
      <h2>{t("signing-step-sign")}</h2>
      {seconds !== undefined && <Countdown seconds={seconds} caption={t("ceremony-countdown")} />}
      <GateWords gate={gate === "open-it" && !mayOpen ? "wait-open" : gate === "sign" && !request ? "show-certificate" : gate} />
      {gate === "open-it" && mayOpen && <OpenForSigning agreement={agreement} />}
      {gate === "report-ready" && act && <ReadyButton act={act} mine={mine} call={call} />}
      {open && (
        <>
          <div className={styles.padHead}>
            <span>{t("signing-pad")}</span>
            <button type="button" onClick={() => { setStrokes([]); }} disabled={strokes.length === 0}>
              {t("signing-pad-clear")}
            </button>
          </div>
          <StrokePad strokes={strokes} onPoints={write} label={t("signing-pad")} disabled={authorise.isPending} />
          <SignButtons request={request} busy={authorise.isPending} onSign={sign} onKeys={onSpent} />
        </>
      )}
      {mine.state === "waiting" && <Decline agreement={agreement} />}
    </section>
  );
}

/** The index of the stroke that fresh points belong to: an ended one is followed by an empty one. */
function openStroke(strokes: readonly Stroke[]): number {
  return Math.max(0, strokes.length - 1);
}

function extendLast(strokes: readonly Stroke[], points: StrokePoint[], ends: boolean): Stroke[] {
  const last = strokes.at(-1) ?? [];
  const grown = [...strokes.slice(0, -1), [...last, ...points]];
  return ends ? [...grown, []] : grown;
}

function GateWords({ gate }: { gate: Gate | "wait-open" | "show-certificate" }) {
  const t = useT();
  if (gate === "sign") return <p className={styles.now} role="status">{t("signing-gate-sign")}</p>;
  return <p className={styles.later} role="status" data-testid="gate">{t(`signing-gate-${gate}`)}</p>;
}

function OpenForSigning({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const open = useCommand({
    run: (_: void, key) => post(`/agreements/${agreement.id}/open`, {}, key),
    stale: [["agreements"]],
  });
  return (
    <button type="button" className={styles.primary} disabled={open.isPending} onClick={() => { open.mutate(); }} data-testid="open-for-signing">
      {t("signing-open-it")}
    </button>
  );
}

function ReadyButton({ act, mine, call }: { act: Act; mine: Signatory; call: Call | undefined }) {
  const t = useT();
  const ready = useCommand({
    run: async (_: void, key) => {
      await post(`/acts/${act.id}/ready`, { signatory: mine.id }, key);
      await call?.ready(act.id, true).catch(() => undefined);
    },
    stale: [["ceremonies"]],
  });
  return (
    <button type="button" className={styles.primary} disabled={ready.isPending} onClick={() => { ready.mutate(); }} data-testid="ready">
      {t("signing-ready")}
    </button>
  );
}
