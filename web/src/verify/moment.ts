/** Moments as the record writes them. */

const perSecond = 1_000_000_000n;
const perMillisecond = 1_000_000n;

/** Reads `YYYY-MM-DDTHH:MM:SSZ`, with up to nine digits of a second, as nanoseconds since 1970; `undefined` for anything else. */
export function readMoment(text: unknown): bigint | undefined {
  const [, whole, fraction = ""] = (typeof text === "string" && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text)) || [];
  if (whole === undefined) return undefined;
  const at = Date.parse(`${whole}Z`);
  // Days and hours that there are not would roll over.
  if (Number.isNaN(at) || new Date(at).toISOString() !== `${whole}.000Z`) return undefined;
  return BigInt(at) * perMillisecond + BigInt(fraction.padEnd(9, "0"));
}

/** Writes a moment as the record does: with no more digits of a second than it takes. */
export function writeMoment(at: bigint): string {
  const fraction = ((at % perSecond) + perSecond) % perSecond;
  const whole = new Date(Number((at - fraction) / perMillisecond)).toISOString().slice(0, 19);
  return `${whole}${fraction === 0n ? "" : `.${String(fraction).padStart(9, "0").replace(/0+$/, "")}`}Z`;
}

/** Whole seconds since 1970. */
export function secondsOf(at: bigint): number {
  const fraction = ((at % perSecond) + perSecond) % perSecond;
  return Number((at - fraction) / perSecond);
}

/** Milliseconds from one moment to another, cut off. */
export function millisecondsBetween(from: bigint, to: bigint): number {
  return Number((to - from) / perMillisecond);
}

/** How far the clocks of server and timestamp authorities may differ. */
export const maxSkewSeconds = 300;

/** Whether an entry was written when something else happened, by another clock. */
export function isNear(entry: bigint | undefined, seconds: number): boolean {
  return entry !== undefined && Math.abs(secondsOf(entry) - seconds) <= maxSkewSeconds;
}
