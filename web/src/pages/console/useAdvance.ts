import { post } from "@/api/client";
import type { Item } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { Call } from "@/call";
import { BEFORE_LIVE, moveItem } from "@/rooms/itemMoves";
import type { NextStep } from "./nextStep";

/** How long everyone sees the countdown. */
export const COUNTDOWN_S = 10;

type Doable = Extract<NextStep, { kind: "move" | "go-live" }>;

/** Carries the next step out: on the record first, then in the room for everyone's eyes. */
export function useAdvance(item: Item | undefined, call: Call) {
  return useCommand<{ step: Doable; act: string }>({
    run: async ({ step, act }, key) => {
      if (step.kind === "go-live") {
        if (item) await moveItem(item, BEFORE_LIVE[item.state] ?? [], key);
        return;
      }
      const body = step.to === "signing" ? { to: "signing", countdown_s: COUNTDOWN_S } : { to: step.to };
      await post(`/acts/${act}/transition`, body, key);
      if (step.to === "announced") await call.host.focus(act).catch(() => undefined);
      if (step.to === "signing") await call.host.cue("countdown", COUNTDOWN_S * 1000, act).catch(() => undefined);
    },
    stale: [["ceremonies"], ["items"], ["agreements"]],
    // The one big button means something else afterwards: a second press must not repeat the step that was.
    settle: true,
  });
}
