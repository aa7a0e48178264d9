import type { Act, Agreement, Signatory } from "@/api/types";

/** What stands between the signatory and the signature; `sign` when nothing does. */
export type Gate =
  | "read-first"
  | "open-it"
  | "act-not-announced"
  | "act-pulled"
  | "report-ready"
  | "wait-officiant"
  | "counting"
  | "sign"
  | "declined"
  | "over";

interface Facts {
  agreement: Pick<Agreement, "state">;
  mine: Pick<Signatory, "id" | "state">;
  act: Pick<Act, "state" | "ready"> | undefined;
  /** Every page was shown, it is the frozen text, and the consent is given. */
  prepared: boolean;
  counting: boolean;
}

/** Decides which gate is closed. Nothing opens before everything was shown and agreed to. */
export function gateOf({ agreement, mine, act, prepared, counting }: Facts): Gate {
  if (mine.state === "declined" || agreement.state === "declined") return "declined";
  if (mine.state !== "waiting" || agreement.state === "signed" || agreement.state === "voided") return "over";
  if (act?.state === "pulled") return "act-pulled";
  if (!prepared) return "read-first";
  if (!act) return agreement.state === "signing" ? "sign" : "open-it";
  if (act.state === "announced") return act.ready.includes(mine.id) ? "wait-officiant" : "report-ready";
  if (act.state !== "signing") return "act-not-announced";
  return counting ? "counting" : "sign";
}
