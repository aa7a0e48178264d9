import { PauseCircleOutlined, PlayCircleOutlined } from "@ant-design/icons";
import type { Act, Agreement, Ceremony, Item } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Countdown, useSecondsLeft } from "@/rooms/ceremony/Countdown";
import { actNumber } from "@/rooms/ceremony/cast";
import { countdownEnd } from "@/rooms/ceremony/countdownEnd";
import type { ActOnStage } from "@/rooms/ceremony/useCeremony";
import parts from "@/rooms/parts/parts.module.css";
import { useRoomAction } from "@/rooms/useRoomAction";
import { Pull } from "./Pull";
import styles from "./console.module.css";
import type { NextStep } from "./nextStep";
import { COUNTDOWN_S, useAdvance } from "./useAdvance";

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  act: Act | undefined;
  step: NextStep;
  shown: ActOnStage<Agreement>;
  call: Call;
  room: RoomView | undefined;
  onChoose: (act: string | undefined) => void;
}

/** Hold and pull to one side, the next step to the other: nothing else. */
export function NextStepBar(props: Props) {
  const { act, call, room } = props;
  const t = useT();
  const run = useRoomAction();
  const seconds = useSecondsLeft(countdownEnd(act, room), call.link.offsetMs);
  const holding = room?.state.focus === "hold";
  const pullable = act && !["signed", "pulled"].includes(act.state);
  return (
    <footer className={styles.bar}>
      <button
        type="button"
        className={parts.tool}
        aria-pressed={holding}
        onClick={() => {
          run(() => call.host.focus(holding ? (act?.id ?? null) : "hold"));
        }}
      >
        {holding ? <PlayCircleOutlined /> : <PauseCircleOutlined />} {t(holding ? "console-resume" : "console-hold")}
      </button>
      {pullable && <Pull key={act.id} act={act} />}
      {seconds !== undefined && (
        <div className={styles.count}>
          <Countdown seconds={seconds} caption={t("ceremony-countdown")} />
        </div>
      )}
      <BigButton {...props} />
    </footer>
  );
}

function BigButton({ ceremony, item, act, step, shown, call, onChoose }: Props) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const advance = useAdvance(item, call);
  const number = act ? actNumber(ceremony.acts, act) : 0;
  const nameOf = (person: string) =>
    shown.sites.flatMap(({ members }) => members).filter((member) => member.person === person).map(shown.name)[0] || "…";
  if (step.kind === "wait") {
    const people = format.list(step.people.map(nameOf));
    return (
      <p className={styles.wait} role="status" data-testid="next-step-waits">
        {step.people.length === 0 ? t("console-wait-sealing") : t(`console-wait-${step.reason}`, { people })}
      </p>
    );
  }
  if (step.kind === "end") return <p className={styles.wait}>{t(ceremony.acts.length > 0 ? "console-all-done" : "console-no-acts")}</p>;
  const label =
    step.kind === "go-live"
      ? t("console-go-live")
      : step.kind === "select"
        ? t("console-next-act", { title: pick(step.act.title) })
        : t(`console-step-${step.to}`, { number, seconds: COUNTDOWN_S });
  return (
    <button
      type="button"
      className={styles.big}
      data-testid="next-step"
      disabled={advance.isPending}
      onClick={() => {
        if (step.kind === "select") onChoose(step.act.id);
        else advance.mutate({ step, act: act?.id ?? "" });
      }}
    >
      {label}
    </button>
  );
}
