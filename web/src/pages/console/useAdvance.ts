import { post } from "@/api/client";
import type { Item } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { Call } from "@/call";
import type { NextStep } from "./nextStep";

/** How long everyone sees the countdown. */
export const COUNTDOWN_S = 10;

type Doable = Extract<NextStep, { kind: "move" | "go-live" }>;

/** Carries the next step out: on the record first, then in the room for everyone's eyes. */
export function useAdvance(item: Item | undefined, call: Call) {
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
