/** Moments as the record writes them. */

/** Reads `YYYY-MM-DDTHH:MM:SSZ`, with up to nine digits of a second, as milliseconds since 1970; `undefined` for anything else. */
export function readMoment(text: unknown): number | undefined {
  const [, whole, fraction = ""] = (typeof text === "string" && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text)) || [];
  if (whole === undefined) return undefined;
  const at = Date.parse(`${whole}Z`);
  // Days and hours that there are not would roll over.
  if (Number.isNaN(at) || new Date(at).toISOString() !== `${whole}.000Z`) return undefined;
  return at + Number(fraction.padEnd(3, "0").slice(0, 3));
}
