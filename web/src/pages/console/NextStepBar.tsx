import { PauseCircleOutlined, PlayCircleOutlined, StopOutlined } from "@ant-design/icons";
import { Input, Modal } from "antd";
import { useState } from "react";

import { post } from "@/api/client";
import type { Act, Ceremony, Item } from "@/api/types";
import { useCommand } from "@/api/useCommand";
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
import styles from "./console.module.css";
import type { NextStep } from "./nextStep";

const COUNTDOWN_S = 10;

interface Props {
  ceremony: Ceremony;
  item: Item | undefined;
  act: Act | undefined;
  step: NextStep;
  shown: ActOnStage;
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

function Pull({ act }: { act: Act }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const pull = useCommand<string>({
    run: (why, key) => post(`/acts/${act.id}/transition`, { to: "pulled", reason: why }, key),
    stale: [["ceremonies"]],
    done: t("console-pulled"),
    onDone: () => {
      setOpen(false);
    },
  });
  return (
    <>
      <button type="button" className={`${parts.tool ?? ""} ${parts.danger ?? ""}`} onClick={() => { setOpen(true); }}>
        <StopOutlined /> {t("console-pull")}
      </button>
      <Modal
        open={open}
        title={t("console-pull-question")}
        okText={t("console-pull")}
        cancelText={t("rooms-cancel")}
        okButtonProps={{ danger: true, disabled: !reason.trim(), loading: pull.isPending }}
        onOk={() => { pull.mutate(reason.trim()); }}
        onCancel={() => { setOpen(false); }}
      >
        <p>{t("console-pull-consequence")}</p>
        <Input.TextArea rows={3} value={reason} aria-label={t("console-pull-reason")} placeholder={t("console-pull-reason")} onChange={({ target }) => { setReason(target.value); }} />
      </Modal>
    </>
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
  if (step.kind === "end") return <p className={styles.wait}>{t("console-all-done")}</p>;
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

type Doable = Extract<NextStep, { kind: "move" | "go-live" }>;

/** Carries the next step out: on the record first, then in the room for everyone's eyes. */
function useAdvance(item: Item | undefined, call: Call) {
  return useCommand<{ step: Doable; act: string }>({
    run: async ({ step, act }, key) => {
      if (step.kind === "go-live") {
        await goLive(item, key);
        await call.host.mode("live").catch(() => undefined);
        return;
      }
      const body = step.to === "signing" ? { to: "signing", countdown_s: COUNTDOWN_S } : { to: step.to };
      await post(`/acts/${act}/transition`, body, key);
      if (step.to === "announced") await call.host.focus(act).catch(() => undefined);
      if (step.to === "signing") await call.host.countdown(act, COUNTDOWN_S * 1000).catch(() => undefined);
    },
    stale: [["ceremonies"], ["items"], ["agreements"]],
  });
}

async function goLive(item: Item | undefined, key: string): Promise<void> {
  const way: Record<string, string[]> = { planned: ["rehearsal", "ready", "live"], rehearsal: ["ready", "live"], ready: ["live"] };
  if (!item) return;
  for (const [index, to] of (way[item.state] ?? []).entries()) {
    await post(`/items/${item.id}/transition`, { to }, `${key.slice(0, 35)}${String(index)}`);
  }
}
