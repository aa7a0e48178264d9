import type { Caption } from "@/call";

/** How long a finished line stays on the picture. */
const STAYS_MS = 8_000;
const SHOWN = 2;

/** The lines to show now: the last two in the language that are fresh, oldest first. */
export function captionsNow(captions: Caption[], language: string | undefined, now: number): Caption[] {
  if (!language) return [];
  const fresh = captions.filter((one) => one.language === language && one.text !== "" && (!one.is_final || now - one.at < STAYS_MS));
  return [...fresh].sort((a, b) => a.at - b.at).slice(-SHOWN);
}
