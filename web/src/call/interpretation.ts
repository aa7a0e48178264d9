import type { Booth, Channel } from "./protocol";

/** The language channels of a room, and what the receiver chose. */
export interface Interpretation {
  booths: Booth[];
  /** The channel received beside the floor. */
  listening: string | undefined;
}

/** Every channel of the room, in the order the booths were opened. */
export function channelsOf({ booths }: Pick<Interpretation, "booths">): Channel[] {
  return booths.flatMap(({ channels }) => channels);
}

/** The channel of a language: the same tag, else the same language (`zh` finds `zh-CN`). */
export function channelFor(channels: readonly Channel[], language: string): Channel | undefined {
  const base = (tag: string) => tag.toLowerCase().split("-")[0];
  return channels.find((one) => one.language === language) ?? channels.find((one) => base(one.language) === base(language));
}

/**
 * How loud a voice plays, 0…1. Who listens to a language hears the floor under it while somebody interprets, and the
 * floor alone, whole, while nobody does. An interpreter on relay hears the relayed channel in the floor's place.
 */
export function gainOf(participant: string, { booths, listening }: Interpretation, me: string, floorUnder: number): number {
  const channels = channelsOf({ booths });
  const own = booths.find(({ interpreters }) => interpreters.includes(me));
  const relay = channels.find(({ id }) => id === own?.relay);
  const chosen = channels.find(({ id }) => id === listening);
  if (channels.some(({ id }) => id === participant)) return participant === relay?.id || (!own && participant === chosen?.id) ? 1 : 0;
  if (relay?.live) return 0;
  return !own && chosen?.live ? floorUnder : 1;
}
