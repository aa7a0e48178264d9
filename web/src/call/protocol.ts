// Generated from crates/signaling by `cargo run -p yunqian-signaling --example protocol`.
// Do not edit; a test fails when this file differs from the Rust types.

export const PROTOCOL_VERSION = 1;

/** A line of the chat. */
export type ChatLine = {
  /** When. */
  at: UnixMillis;
  /** The id of the client message that brought it. */
  id: string;
  /** Name of the writer then. */
  name: string;
  /** Who wrote it. */
  participant: ParticipantId;
  /** Role of the writer then. */
  role: Role;
  /** What was written. */
  text: string;
};

/** A frame from a client. */
export type ClientFrame = {
  /** What the client says. */
  body: ClientMessage;
  /** A UUIDv7 of the client's; the same id again within five minutes gets the same reply and has no further effect. */
  id: string;
};

/** A message from a client. Answered with the reply named there, `done` otherwise, or `error`. */
export type ClientMessage =
  /** Enters the room. The first frame of a socket; answered by `welcome`. */
  | {
      /** The room grant. */
      grant: string;
      /** Where to go on. */
      resume?: Resume | null;
      type: "hello";
      /** What the client sends from the start. */
      upload?: UploadOffer | null;
      /** The protocol version spoken. */
      version: number;
    }
  /** Asks for a sign of life; answered by `pong`. */
  | {
      type: "ping";
    }
  /** Leaves for good. */
  | {
      type: "leave";
    }
  /** Offers what the client sends now; answered by `upload_answer`. */
  | {
      /** The offer. */
      offer: UploadOffer;
      type: "upload_offer";
    }
  /** Answers a download offer. */
  | {
      /** The connection of the offer. */
      connection: number;
      /** The generation of the offer. */
      generation: number;
      /** The answer. */
      sdp: string;
      type: "download_answer";
    }
  /** Asks for a download on a new connection (after a change of network). */
  | {
      type: "download_restart";
    }
  /** Says how large the sender shows tracks, so that no more is forwarded than is seen; replaces the last such list. Tracks that are not listed come whole. */
  | {
      /** At most 500. */
      tracks: Shown[];
      type: "show";
    }
  /** Says that the sender muted or unmuted one of its own sources. */
  | {
      /** Whether it is muted. */
      muted: boolean;
      /** Which. */
      source: Source;
      type: "mute";
    }
  /** Writes in the chat; the frame's id becomes the line's id. */
  | {
      /** At most 2,000 characters. */
      text: string;
      type: "chat";
    }
  /** Raises the own hand. */
  | {
      type: "raise_hand";
    }
  /** Lowers the own hand, or another's (moderators). */
  | {
      /** Whose; the sender's when absent. */
      participant?: ParticipantId | null;
      type: "lower_hand";
    }
  /** Shows a reaction for a moment. */
  | {
      /** At most 16 characters. */
      emoji: string;
      type: "react";
    }
  /** Asks for a page of the viewers; answered by `roster`. */
  | {
      /** After whom the page starts; from the beginning when absent. */
      after?: ParticipantId | null;
      /** At most 200. */
      limit: number;
      /** Only names or organisations containing this. */
      query?: string | null;
      type: "roster";
    }
  /** Says that the sender is ready for an act, or no longer. */
  | {
      /** The act. */
      act: string;
      /** Whether it is ready. */
      ready: boolean;
      type: "ready";
    }
  /** Shows the sender's signature being drawn. */
  | {
      /** The act. */
      act: string;
      /** Whether the stroke ends here. */
      end: boolean;
      /** At most 64 points `[x, y, t]`: x and y from 0 to 1 of the pad, t in milliseconds. */
      points: ([number, number, number])[];
      /** Counts the strokes of one signature from 0. */
      stroke: number;
      type: "stroke";
    }
  /** Moderators: mutes another's source for all, or lifts that. */
  | {
      /** Whether it is muted. */
      muted: boolean;
      /** Whose. */
      participant: ParticipantId;
      /** Which. */
      source: Source;
      type: "mute_participant";
    }
  /** Moderators: removes a participant; its person may not come back. */
  | {
      /** Whom. */
      participant: ParticipantId;
      type: "remove";
    }
  /** Moderators: brings a viewer to the panel. */
  | {
      /** Whom. */
      participant: ParticipantId;
      /** Whether it may also share a screen. */
      screen: boolean;
      type: "promote";
    }
  /** Moderators: sends a panel member back among the viewers. */
  | {
      /** Whom. */
      participant: ParticipantId;
      type: "demote";
    }
  /** Moderators: lets nobody new in, or again. */
  | {
      /** Whether the room is locked. */
      locked: boolean;
      type: "lock";
    }
  /** Moderators: sets whom the stage shows large. */
  | {
      /** Whom; nobody when absent. */
      spotlight?: Spotlight | null;
      type: "spotlight";
    }
  /** Moderators: goes live, or back to rehearsal. */
  | {
      /** The new mode. */
      mode: Mode;
      type: "set_mode";
    }
  /** Moderators: says what the room is about now. */
  | {
      /** The id of a pitch or an act; at most 200 characters. */
      focus?: string | null;
      type: "focus";
    }
  /** Moderators: starts a countdown, or calls it off. */
  | {
      /** The act it leads to; none calls it off. */
      act?: string | null;
      /** From now, at most 60,000. */
      in_ms: number;
      type: "countdown";
    };

/** A countdown everybody sees. */
export type Countdown = {
  /** The act it leads to. */
  act: string;
  /** When it reaches zero, on the server's clock. */
  at: UnixMillis;
};

/** Which of a participant's two peer connections. */
export type Direction = "upload" | "download";

/** What the server offers to forward, complete with candidates. */
export type DownloadOffer = {
  /** Counts the server's download peer connections from 1; a higher one replaces the last. */
  connection: number;
  /** Counts the offers on this connection from 1. */
  generation: number;
  /** The offer, sections `sendonly` or `inactive`. */
  sdp: string;
  /** The sections that carry something now. */
  tracks: SentTrack[];
};

/** Why a message was refused. The code is stable; texts for people are the client's. */
export type ErrorCode = "bad-frame" | "frame-too-large" | "unsupported-version" | "hello-expected" | "already-joined" | "bad-grant" | "grant-expired" | "room-full" | "room-locked" | "room-closed" | "removed" | "not-allowed" | "not-live" | "no-such-participant" | "no-such-track" | "muted-by-host" | "bad-value" | "bad-sdp" | "no-common-codec" | "bad-generation" | "negotiation-pending" | "media-unavailable" | "rate-limited" | "flooding";

/** What a participant may do. */
export type Grants = {
  /** May write in the chat, raise a hand and react. */
  chat: boolean;
  /** Is neither listed nor counted (recorders, observers). */
  hidden: boolean;
  /** May interpret into a language channel. */
  interpret: boolean;
  /** May run the room: mute, remove, promote, lock, spotlight, go live, move the focus. */
  moderate: boolean;
  /** May send a camera. */
  publish_camera: boolean;
  /** May send a microphone. */
  publish_microphone: boolean;
  /** May share a screen, with its sound. */
  publish_screen: boolean;
  /** May receive what others send. */
  subscribe: boolean;
};

/** A raised hand. */
export type Hand = {
  /** Since when. */
  at: UnixMillis;
  /** Name. */
  name: string;
  /** Organisation. */
  organisation?: string | null;
  /** Who. */
  participant: ParticipantId;
};

/** A STUN or TURN server the client should use. */
export type IceServer = {
  /** For TURN. */
  credential?: string | null;
  /** `turn:` or `stun:` addresses. */
  urls: string[];
  /** For TURN. */
  username?: string | null;
};

/** Why a participant is no longer listed. */
export type LeaveReason = "left" | "timed_out" | "removed" | "demoted";

/** Whether the audience is let in. */
export type Mode = "rehearsal" | "live";

/** A listed participant (anyone but viewers and hidden ones). */
export type Participant = {
  /** What it may do. */
  grants: Grants;
  /** Its id in this room. */
  id: ParticipantId;
  /** Name. */
  name: string;
  /** Whether its socket is there now. */
  online: boolean;
  /** Organisation. */
  organisation?: string | null;
  /** The person, by its id in the business record. */
  person: string;
  /** Shown as. */
  role: Role;
  /** What it sends. */
  tracks: Track[];
};

/** Names one presence in a room; a person with two windows open has two. */
export type ParticipantId = string;

/** Who said to be ready for which act. */
export type Readiness = {
  /** The act. */
  act: string;
  /** Who. */
  participant: ParticipantId;
  /** The person, by its id in the business record. */
  person: string;
};

/** Asks to go on where another socket ended. */
export type Resume = {
  /** The highest `seq` seen. */
  last_seq: number;
  /** The token of the last `welcome`. */
  token: string;
};

/** As what a participant is shown to the others; [`Grants`] alone decide what it may do. */
export type Role = "host" | "presenter" | "panel" | "interpreter" | "viewer";

/** Names one room, as the room grant does. */
export type RoomId = string;

/** Which kind of programme item the room belongs to. */
export type RoomKind = "roadshow" | "negotiation" | "lecture" | "meeting" | "ceremony";

/** The room's own state, sent whole whenever it changes. */
export type RoomState = {
  /** The countdown under way. */
  countdown?: Countdown | null;
  /** What the room is about now (a pitch, an act), as the host set it; opaque here. */
  focus?: string | null;
  /** Whether nobody new may enter. */
  locked: boolean;
  /** Rehearsal or live. */
  mode: Mode;
  /** Whether the server records. */
  recording: boolean;
  /** Whom the stage shows large. */
  spotlight?: Spotlight | null;
};

/** A viewer in the paged roster. */
export type RosterEntry = {
  /** Its id in this room. */
  id: ParticipantId;
  /** Name. */
  name: string;
  /** Organisation. */
  organisation?: string | null;
  /** The person, by its id in the business record. */
  person: string;
};

/** One media section of a download offer, named. */
export type SentTrack = {
  /** The `mid` of the section in the SDP. */
  mid: string;
  /** Who sends it. */
  participant: ParticipantId;
  /** What it carries. */
  source: Source;
  /** The track it carries. */
  track: TrackId;
};

/** A frame from the server. */
export type ServerFrame = {
  /** The id of the client frame this one answers; on replies only. */
  ack?: string | null;
  /** When the server wrote it. */
  at: UnixMillis;
  /** What the server says. */
  body: ServerMessage;
  /** Rises from frame to frame, with gaps; on events and state only. */
  seq?: number | null;
};

/** A message from the server. Its class (reply, event, state, ephemeral) is in `PROTOCOL.md`. */
export type ServerMessage =
  /** Reply to `hello`. */
  | {
      /** What the server forwards from the start; later ones come as `download_offer`. */
      download?: DownloadOffer | null;
      /** May do. */
      grants: Grants;
      /** STUN and TURN servers to use. */
      ice_servers: IceServer[];
      /** Who the client is here. */
      participant: ParticipantId;
      /** For the next `hello`, should this socket break. Each works once. */
      resume_token: string;
      /** Whether the client goes on where it was: missed events follow, no snapshot is needed. */
      resumed: boolean;
      /** Shown as. */
      role: Role;
      /** The room as it is now; absent when resumed. */
      snapshot?: Snapshot | null;
      type: "welcome";
      /** Answers the upload in `hello`. */
      upload?: UploadAnswer | null;
      /** Why the upload in `hello` was refused. */
      upload_error?: ErrorCode | null;
      /** The protocol version spoken. */
      version: number;
    }
  /** Reply: carried out. */
  | {
      type: "done";
    }
  /** Reply, or on its own before the socket closes: refused. */
  | {
      /** Why. */
      code: ErrorCode;
      /** When to try again. */
      retry_after_ms?: number | null;
      type: "error";
    }
  /** Reply to `ping`. */
  | {
      type: "pong";
    }
  /** Reply to `upload_offer`. */
  | {
      /** The answer. */
      answer: UploadAnswer;
      type: "upload_answer";
    }
  /** Reply to `roster`. */
  | {
      /** Whether more follow. */
      more: boolean;
      /** How many match in all. */
      total: number;
      type: "roster";
      /** The page. */
      viewers: RosterEntry[];
    }
  /** Offers what the server forwards; the client sends `download_answer`. */
  | {
      /** The offer. */
      offer: DownloadOffer;
      type: "download_offer";
    }
  /** A peer connection is gone: offer again (upload) or await a new offer (download). */
  | {
      /** Which. */
      direction: Direction;
      type: "media_lost";
    }
  /** A listed participant is new or changed. */
  | {
      /** As it is now. */
      participant: Participant;
      type: "participant";
    }
  /** A participant is no longer listed. */
  | {
      /** Who. */
      participant: ParticipantId;
      /** Why. */
      reason: LeaveReason;
      type: "participant_left";
    }
  /** How many viewers there are now. */
  | {
      /** Their number. */
      count: number;
      type: "viewers";
    }
  /** The room's state changed. */
  | {
      /** As it is now. */
      state: RoomState;
      type: "room";
    }
  /** The queue of raised hands changed. */
  | {
      /** As it is now, oldest first. */
      hands: Hand[];
      type: "hands";
    }
  /** A line of the chat. */
  | {
      /** The line. */
      line: ChatLine;
      type: "chat";
    }
  /** Somebody's reaction. */
  | {
      /** Which. */
      emoji: string;
      /** Whose. */
      participant: ParticipantId;
      type: "reaction";
    }
  /** Who is heard now, loudest first. */
  | {
      /** Who. */
      participants: ParticipantId[];
      type: "speaking";
    }
  /** The receiver's role or grants changed (promoted, demoted). */
  | {
      /** May do. */
      grants: Grants;
      /** Shown as. */
      role: Role;
      type: "granted";
    }
  /** A moderator muted one of the receiver's sources, or lifted that. */
  | {
      /** The moderator. */
      by: ParticipantId;
      /** Whether it is muted. */
      muted: boolean;
      /** Which. */
      source: Source;
      type: "host_muted";
    }
  /** Somebody is ready for an act, or no longer. */
  | {
      /** The act. */
      act: string;
      /** Who. */
      participant: ParticipantId;
      /** The person, by its id in the business record. */
      person: string;
      /** Whether it is ready. */
      ready: boolean;
      type: "ready";
    }
  /** Part of a signature being drawn. */
  | {
      /** The act. */
      act: string;
      /** Whether the stroke ends here. */
      end: boolean;
      /** Who signs. */
      participant: ParticipantId;
      /** The person, by its id in the business record. */
      person: string;
      /** Points `[x, y, t]`. */
      points: ([number, number, number])[];
      /** Counts the strokes of one signature from 0. */
      stroke: number;
      type: "stroke";
    }
  /** A fact of the business record changed (an act signed, a total risen). */
  | {
      /** Which fact; the latest of a kind counts. */
      kind: string;
      type: "bulletin";
      /** Its value. */
      value: unknown;
    }
  /** The receiver was removed; the socket closes. */
  | {
      /** The moderator. */
      by: ParticipantId;
      type: "removed";
    }
  /** The room or the server closes; the socket closes. */
  | {
      /** When to try again; never when absent. */
      retry_after_ms?: number | null;
      type: "closing";
    };

/** How large a receiver shows a track. */
export type Shown = {
  /** The height of the picture on the receiver's screen, in physical pixels; 0 when it is out of sight (nothing is forwarded then, sound included). */
  height: number;
  /** The track. */
  track: TrackId;
};

/** Everything a client needs to draw the room. */
export type Snapshot = {
  /** Facts of the business record the server set for this room, by kind. */
  bulletins: Record<string, unknown>;
  /** The end of the chat, oldest first. */
  chat: ChatLine[];
  /** The queue of raised hands, oldest first. */
  hands: Hand[];
  /** Its kind. */
  kind: RoomKind;
  /** Those on stage, the receiver included when it is one of them. */
  participants: Participant[];
  /** Who is ready for which act. */
  ready: Readiness[];
  /** The room. */
  room: RoomId;
  /** The last event the snapshot contains. */
  seq: number;
  /** Its state. */
  state: RoomState;
  /** How many viewers there are. */
  viewers: number;
};

/** Where a track comes from. A participant sends at most one track from each. */
export type Source = "camera" | "microphone" | "screen" | "screen_audio";

/** Whom everybody's stage shows large. */
export type Spotlight = {
  /** Who. */
  participant: ParticipantId;
  /** Which of its pictures. */
  source: Source;
};

/** One thing a participant sends. */
export type Track = {
  /** Its name. */
  id: TrackId;
  /** Muted by its sender. */
  muted: boolean;
  /** Muted by a moderator: forwarded to nobody. */
  muted_by_host: boolean;
  /** What it carries. */
  source: Source;
};

/** Names what one participant sends from one source: `<participant id>/<source>`. */
export type TrackId = string;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMillis = number;

/** The server's answer to an upload offer, complete with candidates. */
export type UploadAnswer = {
  /** The connection of the offer. */
  connection: number;
  /** The generation of the offer. */
  generation: number;
  /** The answer. */
  sdp: string;
};

/** What a client offers to send. */
export type UploadOffer = {
  /** Counts the client's upload peer connections from 1; a higher one replaces the last. */
  connection: number;
  /** Counts the offers on this connection from 1. */
  generation: number;
  /** The offer, sections `sendonly` or `inactive`. */
  sdp: string;
  /** The sections being sent now; a section not named here sends nothing. */
  tracks: UploadTrack[];
};

/** One media section of an upload offer, named. */
export type UploadTrack = {
  /** The `mid` of the section in the SDP. */
  mid: string;
  /** What it carries. */
  source: Source;
};
