import type { Turn } from "@/api/signingOrder";
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
  | "identify"
  | "after-group"
  | "after-signature"
  | "sign"
  | "not-needed"
  | "expired"
  | "declined"
  | "over";

interface Facts {
  agreement: Pick<Agreement, "state">;
  mine: Pick<Signatory, "id" | "state">;
  act: Pick<Act, "state" | "ready"> | undefined;
  /** Every page was shown and is the bound text. */
  read: boolean;
  /** And the consent is given. */
  prepared: boolean;
  /** What is asked besides the key stands. */
  identified: boolean;
  /** Whether its turn has come. */
  turn: Turn;
  counting: boolean;
}

/** Decides which gate is closed. Nothing opens before everything was shown and agreed to. */
export function gateOf(facts: Facts): Gate {
  const over = endOf(facts);
  if (over) return over;
  const { agreement, mine, act, prepared, identified, turn } = facts;
  // What a witness agrees to names the signature it attests, so that it is only shown once that is there.
  const ready = turn === "after-signature" ? facts.read : prepared;
  if (!ready) return "read-first";
  if (act?.state === "announced" && act.ready.includes(mine.id)) return identified ? "wait-officiant" : "identify";
  if (!identified) return "identify";
  if (!act) return agreement.state === "signing" ? signable(turn) : "open-it";
  if (act.state === "announced") return "report-ready";
  if (act.state !== "signing") return "act-not-announced";
  return facts.counting ? "counting" : signable(turn);
}

/** Why there is nothing to do any more. */
function endOf({ agreement, mine, act }: Facts): Gate | undefined {
  if (mine.state === "not_needed") return "not-needed";
  if (mine.state === "declined" || agreement.state === "declined") return "declined";
  if (agreement.state === "expired") return "expired";
  if (mine.state !== "waiting" || agreement.state === "signed" || agreement.state === "voided") return "over";
  return act?.state === "pulled" ? "act-pulled" : undefined;
}

const signable = (turn: Turn): Gate => (turn === "now" ? "sign" : turn);
