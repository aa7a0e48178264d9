import type { ClientMessage, CueKind, HandoverStep, Layout, ServerMessage, Source, Spotlight } from "./protocol";

type Ask = (body: ClientMessage) => Promise<ServerMessage>;

/** What moderators can have the room do, as the protocol names it. */
export function hostCommands(ask: Ask) {
  return {
    mute: (participant: string, source: Source, muted: boolean) => ask({ type: "mute_participant", participant, source, muted }),
    remove: (participant: string) => ask({ type: "remove", participant }),
    promote: (participant: string, screen: boolean) => ask({ type: "promote", participant, screen }),
    demote: (participant: string) => ask({ type: "demote", participant }),
    lowerHand: (participant: string) => ask({ type: "lower_hand", participant }),
    lock: (locked: boolean) => ask({ type: "lock", locked }),
    spotlight: (spotlight: Spotlight | null) => ask({ type: "spotlight", spotlight }),
    focus: (focus: string | null) => ask({ type: "focus", focus }),
    layout: (layout: Layout | null) => ask({ type: "set_layout", layout }),
    /** Receives pictures from off the stage or not, and the sound of one there. */
    survey: (pictures: boolean, listenTo?: string) => ask({ type: "survey", pictures, listen_to: listenTo ?? null }),
    /** Has all sites do something at the same moment, `inMs` from now. */
    cue: (kind: CueKind, inMs: number, act: string | null = null, text: string | null = null) => ask({ type: "cue", kind, act, text, in_ms: inMs }),
    cancelCue: (cue: string) => ask({ type: "cancel_cue", cue }),
    /** Opens a language channel, in a booth that is there or in one of its own. */
    openChannel: (language: string, booth?: string) => ask({ type: "open_channel", language, booth: booth ?? null }),
    closeChannel: (channel: string) => ask({ type: "close_channel", channel }),
  };
}

/** What interpreters can do in their booth. */
export function boothCommands(ask: Ask) {
  return {
    join: (booth: string) => ask({ type: "join_booth", booth }),
    leave: () => ask({ type: "leave_booth" }),
    handover: (step: HandoverStep) => ask({ type: "handover", step }),
    takeOver: () => ask({ type: "take_over" }),
    /** Speaks into this channel from now on. */
    direct: (channel: string) => ask({ type: "direct", channel }),
    /** Interprets from another booth's channel; from the floor without one. */
    relay: (channel?: string) => ask({ type: "relay", channel: channel ?? null }),
  };
}
