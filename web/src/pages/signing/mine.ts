import { placeOf } from "@/api/signingOrder";
import type { Act, Agreement } from "@/api/types";

export interface Mine {
  act: Act;
  agreement: Agreement;
}

/**
 * Finds what a person signs now: an unsigned agreement of the act on the stage, else the next one to come, else the
 * last one signed (for its receipt).
 */
export function mineNow(acts: readonly Act[], agreements: readonly Agreement[], person: string): Mine | undefined {
  const all = acts
    .filter(({ state }) => state !== "pulled")
    .flatMap((act) =>
      act.agreements.flatMap((id) => {
        const agreement = agreements.find((one) => one.id === id);
        const place = agreement && placeOf(agreement, person);
        return agreement && place ? [{ act, agreement, open: place.state === "waiting" }] : [];
      }),
    );
  const onStage = all.filter(({ act }) => act.state === "announced" || act.state === "signing");
  return onStage.find(({ open }) => open) ?? onStage.at(-1) ?? all.find(({ open }) => open) ?? all.at(-1);
}
