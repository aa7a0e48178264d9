import type { Booth, Participant, RoomView } from "@/call";

/** How the partner in the booth is. */
export type PartnerState = "nobody" | "away" | "muted" | "open" | "on-air";

export interface BoothStanding {
  /** Whether the own microphone is the one that counts. */
  active: boolean;
  /** Whether listeners hear the own voice now. */
  onAir: boolean;
  partner: Participant | undefined;
  partnerState: PartnerState;
}

/** How one of the two interpreters of a booth stands. */
export function standing(room: Pick<RoomView, "me" | "participants">, booth: Booth): BoothStanding {
  const me = room.me.participant;
  const active = booth.active === me;
  const live = booth.channels.some((channel) => channel.live);
  const partnerId = booth.interpreters.find((id) => id !== me);
  const partner = room.participants.find(({ id }) => id === partnerId);
  return { active, onAir: active && live, partner, partnerState: stateOf(partnerId, partner, booth.active === partnerId && live) };
}

function stateOf(id: string | undefined, partner: Participant | undefined, onAir: boolean): PartnerState {
  if (!id) return "nobody";
  if (!partner?.online) return "away";
  if (onAir) return "on-air";
  const microphone = partner.tracks.find(({ source }) => source === "microphone");
  return microphone && !microphone.muted && !microphone.muted_by_host ? "open" : "muted";
}
