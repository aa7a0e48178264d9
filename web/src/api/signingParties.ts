import { attests } from "./signingOrder";
import type { Agreement } from "./types";

/** The parties that approve and sign: all, of a notice those with a place to sign. */
export function signingParties({ parties, signatories, follows }: Pick<Agreement, "parties" | "signatories" | "follows">): string[] {
  if (follows?.relation !== "force_majeure") return parties;
  return parties.filter((party) => signatories.some((place) => place.organisation === party && !attests(place)));
}

/** Whether an agreement can still change: it is neither signed nor ended otherwise. */
export function isOpen({ state }: Pick<Agreement, "state">): boolean {
  return !["signed", "declined", "voided", "expired"].includes(state);
}
