// Generated from crates/signaling by `cargo run -p yunqian-signaling --example protocol`.
// Do not edit; a test fails when this file differs from the Rust types.

export const PROTOCOL_VERSION = 1;

/** A written answer. */
export type Answer = {
  /** When. */
  at: UnixMillis;
  /** Name of who wrote it. */
  name: string;
  /** The words. */
  text: string;
};

/** The receiver's vote in a poll. */
export type Ballot = {
  /** The chosen options, counted from 0. */
  options: number[];
  /** The poll. */
  poll: string;
};

/** Somebody who was removed and may not come back. */
export type Banned = {
  /** Name. */
  name: string;
  /** The person, by its id in the business record. */
  person: string;
};

/** Up to two interpreters who take turns, for one or two channels. */
export type Booth = {
  /** Whose microphone counts. */
  active?: ParticipantId | null;
  /** Its channels: one, or the two of a language pair. */
  channels: Channel[];
  /** The channel that the active one speaks into. */
  direction: ChannelId;
  /** Who asked to hand over or to take over; the other accepts. */
  handover?: ParticipantId | null;
  /** Its id; that of its first channel. */
  id: BoothId;
  /** Who sits in it, in order of coming. */
  interpreters: ParticipantId[];
  /** The channel that the booth interprets from (relay); the floor when absent. */
  relay?: ChannelId | null;
};

/** Names a booth. */
export type BoothId = string;

/** A call to a negotiation room and back. */
export type Breakout = {
  /** Who called. */
  by: ParticipantId;
  /** The id of the message that called it. */
  id: string;
  /** Who is called. */
  parties: Party[];
  /** The other room; each party gets its own grant for it the usual way. */
  room: RoomId;
};

/** A line of what is said, written along. */
export type Caption = {
  /** When. */
  at: UnixMillis;
  /** Whether the line is complete; an incomplete one may be lost. */
  is_final: boolean;
  /** BCP 47. */
  language: string;
  /** Counts the writer's lines in this language; a line replaces an earlier one of the same number. */
  line: number;
  /** Who writes. */
  participant: ParticipantId;
  /** The words. */
  text: string;
};

/** What listeners choose: the words of the floor in one language. */
export type Channel = {
  /** Its id. */
  id: ChannelId;
  /** BCP 47. */
  language: string;
  /** Whether somebody interprets into it now; otherwise listeners hear the floor alone. */
  live: boolean;
  /** Its track. */
  track: TrackId;
};

/** Names a language channel. */
export type ChannelId = string;

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

/** What holds for the chat. */
export type ChatRules = {
  /** Whether only moderators may write. */
  off: boolean;
  /** Seconds between two lines of one person; 0 for no such rule, at most 300. Moderators are free. */
  slow_s: number;
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
  /** Moderators: lets a waiting participant in, or all of them. */
  | {
      /** Whom; everyone who waits when absent. */
      participant?: ParticipantId | null;
      type: "admit";
    }
  /** Moderators: sends a waiting participant away; its person may knock again after a minute. */
  | {
      /** Whom. */
      participant: ParticipantId;
      type: "deny";
    }
  /** Moderators: has newcomers wait to be let in, or no longer. */
  | {
      /** Whether there is a lobby. */
      on: boolean;
      type: "set_lobby";
    }
  /** Moderators: lets a removed person come again. */
  | {
      /** The person, by its id in the business record. */
      person: string;
      type: "readmit";
    }
  /** Hosts: makes a listed participant a moderator too, or no longer. */
  | {
      /** Whether it moderates. */
      on: boolean;
      /** Whom. */
      participant: ParticipantId;
      type: "cohost";
    }
  /** Moderators: puts a listed participant on the stage, or backstage. */
  | {
      /** Whether the audience receives what it sends. */
      on_stage: boolean;
      /** Whom. */
      participant: ParticipantId;
      type: "set_stage";
    }
  /** Moderators: has those who come to publish arrive backstage, or on the stage. */
  | {
      /** Whether backstage. */
      on: boolean;
      type: "arrive_backstage";
    }
  /** Moderators: names a machine's feed. */
  | {
      /** At most 200 characters. */
      name: string;
      /** The feed. */
      participant: ParticipantId;
      type: "name_feed";
    }
  /** Moderators: arranges everybody's stage; those placed come on stage. None leaves it to the clients. */
  | {
      /** The arrangement. */
      layout?: Layout | null;
      type: "set_layout";
    }
  /** Moderators: says whether the sender receives the pictures from off the stage, and whom of there it hears. */
  | {
      /** Whose sound. */
      listen_to?: ParticipantId | null;
      /** Whether it receives the pictures. */
      pictures: boolean;
      type: "survey";
    }
  /** Moderators: gives the floor to a raised hand (the first in the queue when absent), who may send from then on. */
  | {
      /** Whose hand. */
      participant?: ParticipantId | null;
      /** How long the turn is, at most 3,600; without limit when absent. */
      seconds?: number | null;
      type: "call";
    }
  /** Moderators: ends the turn; who came from the audience for it goes back there. */
  | {
      type: "end_turn";
    }
  /** Moderators and presenters: opens a document for everybody, turns its page, or closes it. */
  | {
      /** Its id or digest, at most 200 characters; none closes it. */
      document?: string | null;
      /** The page, from 1. */
      page: number;
      type: "share_document";
    }
  /** Moderators: takes a line out of the chat. */
  | {
      /** The line. */
      line: string;
      type: "delete_chat";
    }
  /** Moderators: sets the rules of the chat. */
  | {
      /** The rules. */
      rules: ChatRules;
      type: "set_chat_rules";
    }
  /** Moderators: keeps a person from writing, or no longer. */
  | {
      /** Whether it is kept. */
      muted: boolean;
      /** One of its participants. */
      participant: ParticipantId;
      type: "mute_chat";
    }
  /** Asks the stage a question; the frame's id becomes the question's id. */
  | {
      /** At most 500 characters. */
      text: string;
      type: "ask";
    }
  /** Wants a question answered; once each person. */
  | {
      /** The question. */
      question: string;
      type: "upvote_question";
    }
  /** Asks for a page of the questions as the sender may see them, in the snapshot's order; answered by `question_page`. */
  | {
      /** At most 50. */
      limit: number;
      /** How many to pass over. */
      skip: number;
      type: "questions";
    }
  /** Moderators: sets the rules of the questions. */
  | {
      /** The rules. */
      rules: QuestionRules;
      type: "set_question_rules";
    }
  /** Moderators: says where a question stands (publishes it, takes it up aloud, closes it), with a written answer or without. */
  | {
      /** The question. */
      question: string;
      /** Where it stands now. */
      state: QuestionState;
      /** At most 2,000 characters. */
      text?: string | null;
      type: "answer_question";
    }
  /** Moderators: puts a question before the others, or back. */
  | {
      /** Whether it is pinned. */
      pinned: boolean;
      /** The question. */
      question: string;
      type: "pin_question";
    }
  /** Moderators: takes a question away. */
  | {
      /** The question. */
      question: string;
      type: "dismiss_question";
    }
  /** Moderators: opens a poll; the frame's id becomes the poll's id. */
  | {
      /** Whether one may choose several. */
      multiple: boolean;
      /** Two to ten, at most 200 characters each. */
      options: string[];
      /** At most 300 characters. */
      question: string;
      type: "open_poll";
    }
  /** Votes in a poll; once each person. */
  | {
      /** The chosen options, counted from 0. */
      options: number[];
      /** The poll. */
      poll: string;
      type: "vote";
    }
  /** Moderators: shows everybody the results, or hides them. */
  | {
      /** The poll. */
      poll: string;
      /** Whether they are shown. */
      shown: boolean;
      type: "show_poll";
    }
  /** Moderators: takes no more votes. */
  | {
      /** The poll. */
      poll: string;
      type: "close_poll";
    }
  /** Moderators: takes a poll away. */
  | {
      /** The poll. */
      poll: string;
      type: "drop_poll";
    }
  /** Asks somebody for private messages. */
  | {
      /** Whom. */
      participant: ParticipantId;
      type: "ask_private";
    }
  /** Accepts or declines to exchange private messages. */
  | {
      /** Whether to. */
      accept: boolean;
      /** Who asked, by its id in the business record. */
      person: string;
      type: "answer_private";
    }
  /** Writes a private message to somebody who agreed. */
  | {
      /** To whom, by its id in the business record. */
      person: string;
      /** At most 2,000 characters. */
      text: string;
      type: "say_private";
    }
  /** Ends the private messages with somebody. */
  | {
      /** With whom, by its id in the business record. */
      person: string;
      type: "end_private";
    }
  /** Captioners: writes along what is said. */
  | {
      /** Whether the line is complete. */
      is_final: boolean;
      /** BCP 47. */
      language: string;
      /** Counts the lines; the same number again replaces the line. */
      line: number;
      /** At most 500 characters. */
      text: string;
      type: "caption";
    }
  /** Chooses the languages of captions to receive, instead of the last such choice; answered by `caption_tail`. */
  | {
      /** At most 10. */
      languages: string[];
      type: "follow_captions";
    }
  /** Moderators: opens a language channel; the frame's id becomes the channel's id. */
  | {
      /** The booth that serves it; a new one (with the channel's id) when absent. */
      booth?: BoothId | null;
      /** BCP 47; one channel for each language. */
      language: string;
      type: "open_channel";
    }
  /** Moderators: closes a language channel. */
  | {
      /** The channel. */
      channel: ChannelId;
      type: "close_channel";
    }
  /** Interpreters: sits down in a booth; the first one there is active. */
  | {
      /** The booth. */
      booth: BoothId;
      type: "join_booth";
    }
  /** Interpreters: leaves the booth. */
  | {
      type: "leave_booth";
    }
  /** Interpreters: a step of a handover to the partner. */
  | {
      /** Which. */
      step: HandoverStep;
      type: "handover";
    }
  /** Interpreters: takes over at once from a partner who is gone, away or muted. */
  | {
      type: "take_over";
    }
  /** The active interpreter: speaks into this channel of the booth. */
  | {
      /** The channel. */
      channel: ChannelId;
      type: "direct";
    }
  /** Interpreters: has the booth interpret from another booth's channel, or from the floor again. */
  | {
      /** The channel; the floor when absent. */
      channel?: ChannelId | null;
      type: "relay";
    }
  /** Chooses the language channel to receive beside the floor. */
  | {
      /** The channel; the floor alone when absent. */
      channel?: ChannelId | null;
      type: "listen";
    }
  /** Moderators: has all sites do something at the same moment; the frame's id becomes the cue's id. */
  | {
      /** The act it belongs to; at most 200 characters. */
      act?: string | null;
      /** From now, at most 60,000. */
      in_ms: number;
      /** What. */
      kind: CueKind;
      /** At most 200 characters. */
      text?: string | null;
      type: "cue";
    }
  /** Moderators: takes a cue back. */
  | {
      /** The cue. */
      cue: string;
      type: "cancel_cue";
    }
  /** Says when the sender showed a cue. */
  | {
      /** When, on the server's clock as the client knows it. */
      at: UnixMillis;
      /** The cue. */
      cue: string;
      type: "cue_shown";
    }
  /** Calls others to a negotiation room: moderators, or one of those called; the frame's id becomes its id. */
  | {
      /** Whom; two to eight, the sender among them unless it moderates. */
      participants: ParticipantId[];
      /** The other room. */
      room: RoomId;
      type: "call_breakout";
    }
  /** Goes to a breakout, or declines. */
  | {
      /** Whether to go. */
      accept: boolean;
      /** Which. */
      breakout: string;
      type: "answer_breakout";
    }
  /** Comes back from a breakout. */
  | {
      /** Which. */
      breakout: string;
      type: "leave_breakout";
    }
  /** Calls all back: moderators, who called it, or one of its parties. */
  | {
      /** Which. */
      breakout: string;
      type: "end_breakout";
    };

/** Private messages with one other person. Nobody else sees them, moderators included; they end with the room. */
export type Conversation = {
  /** The last messages, oldest first. */
  lines: PrivateLine[];
  /** Its name. */
  name: string;
  /** Its organisation. */
  organisation?: string | null;
  /** The other person, by its id in the business record. */
  person: string;
  /** Where it stands. */
  state: ConversationState;
};

/** Where two people stand with their private messages. */
export type ConversationState = "asked" | "invited" | "open" | "closed";

/** Something every site does at the same moment. */
export type Cue = {
  /** The act it belongs to. */
  act?: string | null;
  /** When, on the server's clock. */
  at: UnixMillis;
  /** The id of the message that gave it. */
  id: string;
  /** What. */
  kind: CueKind;
  /** Words to show. */
  text?: string | null;
};

/** What a cue asks of every site. */
export type CueKind = "countdown" | "sign_now" | "seal" | "applause" | "text";

/** How well the sites kept a cue's time. */
export type CueReport = {
  /** The cue. */
  cue: string;
  /** Sites that reported. */
  shown: number;
  /** Sites (listed participants that may send) when it was given. */
  sites: number;
  /** The 95th percentile of how far the reports were from the cue's time. */
  skew_p95_ms: number;
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
export type ErrorCode = "bad-frame" | "frame-too-large" | "unsupported-version" | "hello-expected" | "already-joined" | "bad-grant" | "grant-expired" | "room-full" | "room-locked" | "room-closed" | "removed" | "not-allowed" | "not-live" | "waiting" | "denied" | "chat-off" | "chat-muted" | "slow-mode" | "closed" | "already-done" | "too-many" | "not-agreed" | "booth-full" | "not-in-booth" | "partner-active" | "no-such-thing" | "no-such-participant" | "no-such-track" | "muted-by-host" | "bad-value" | "bad-sdp" | "no-common-codec" | "bad-generation" | "negotiation-pending" | "media-unavailable" | "rate-limited" | "flooding";

/** What a participant may do. */
export type Grants = {
  /** May write captions. */
  caption: boolean;
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

/** A step of a handover. */
export type HandoverStep = "ask" | "accept" | "decline";

/** A STUN or TURN server the client should use. */
export type IceServer = {
  /** For TURN. */
  credential?: string | null;
  /** `turn:` or `stun:` addresses. */
  urls: string[];
  /** For TURN. */
  username?: string | null;
};

/** The arrangement everybody's stage follows. */
export type Layout = {
  /** How. */
  kind: LayoutKind;
  /** Who is where, the first place first; at most 50, all of them on stage. */
  places: Place[];
};

/** How the pictures of the stage are arranged. */
export type LayoutKind = "grid" | "speaker" | "side_by_side" | "presentation" | "wall";

/** Why a participant is no longer listed. */
export type LeaveReason = "left" | "timed_out" | "removed" | "demoted";

/** Whether the audience is let in. */
export type Mode = "rehearsal" | "live";

/** What in a room is the receiver's alone. */
export type Own = {
  /** How it voted. */
  ballots: Ballot[];
  /** The languages of captions it receives. */
  caption_languages: string[];
  /** Whether it may not write in the chat. */
  chat_muted: boolean;
  /** The language channel it receives. */
  listening?: ChannelId | null;
  /** Its private messages. */
  private: Conversation[];
  /** The questions it wants answered. */
  upvoted: string[];
};

/** A listed participant (anyone but viewers and hidden ones). */
export type Participant = {
  /** What it may do. */
  grants: Grants;
  /** Its id in this room. */
  id: ParticipantId;
  /** Whether it is away in a breakout: nobody here receives what it sends. */
  in_breakout: boolean;
  /** Whether it is a camera or encoder, no person. */
  machine: boolean;
  /** Name. */
  name: string;
  /** Whether the audience receives what it sends; otherwise it is backstage. */
  on_stage: boolean;
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

/** One called to a breakout. */
export type Party = {
  /** Name. */
  name: string;
  /** Who. */
  participant: ParticipantId;
  /** The person, by its id in the business record. */
  person: string;
  /** What it said. */
  state: PartyState;
};

/** What one called to a breakout said. */
export type PartyState = "invited" | "away" | "back" | "declined";

/** One picture of the layout. */
export type Place = {
  /** Whose. */
  participant: ParticipantId;
  /** Which of its pictures. */
  source: Source;
};

/** A poll. */
export type Poll = {
  /** The id of the message that opened it. */
  id: string;
  /** Whether one may choose several. */
  multiple: boolean;
  /** Whether votes are taken. */
  open: boolean;
  /** The answers to choose from. */
  options: PollOption[];
  /** What is asked. */
  question: string;
  /** Whether everybody sees the results. */
  shown: boolean;
  /** How many people voted. */
  voters: number;
};

/** One answer of a poll. */
export type PollOption = {
  /** The words. */
  text: string;
  /** How many chose it; absent until the results are shown (moderators see them at once). */
  votes?: number | null;
};

/** A private message. */
export type PrivateLine = {
  /** When. */
  at: UnixMillis;
  /** The id of the message that brought it. */
  id: string;
  /** Who wrote it, by its id in the business record. */
  person: string;
  /** The words. */
  text: string;
};

/** A question to the stage. */
export type Question = {
  /** Its written answer. */
  answer?: Answer | null;
  /** When. */
  at: UnixMillis;
  /** The id of the message that asked it. */
  id: string;
  /** Name. */
  name: string;
  /** Organisation. */
  organisation?: string | null;
  /** Who asked. */
  participant: ParticipantId;
  /** Whether it stands before the others. */
  pinned: boolean;
  /** Where it stands. */
  state: QuestionState;
  /** The words. */
  text: string;
  /** How many people want it answered. */
  votes: number;
};

/** What holds for questions. */
export type QuestionRules = {
  /** Whether questions may be asked. */
  open: boolean;
  /** Whether a moderator publishes each before the others see it. */
  reviewed: boolean;
};

/** Where a question stands. */
export type QuestionState = "pending" | "open" | "live" | "answered";

/** How many want a question answered. */
export type QuestionVotes = {
  /** The question. */
  question: string;
  /** How many. */
  votes: number;
};

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
  /** Whether those who come to publish arrive backstage. */
  arrive_backstage: boolean;
  /** The languages that captions come in. */
  caption_languages: string[];
  /** The rules of the chat. */
  chat: ChatRules;
  /** The document everybody has open. */
  document?: SharedDocument | null;
  /** What the room is about now (a pitch, an act), as the host set it; opaque here. */
  focus?: string | null;
  /** How the stage is arranged; as each client likes when absent. */
  layout?: Layout | null;
  /** Whether newcomers wait to be let in. */
  lobby: boolean;
  /** Whether nobody new may enter. */
  locked: boolean;
  /** Rehearsal or live. */
  mode: Mode;
  /** The rules of the questions. */
  questions: QuestionRules;
  /** Whether the server records. */
  recording: boolean;
  /** Since when it does. */
  recording_since?: UnixMillis | null;
  /** Whom the stage shows large. */
  spotlight?: Spotlight | null;
  /** Whose turn to speak it is. */
  turn?: Turn | null;
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
      /** The room as it is now (bare while waiting); absent when resumed. */
      snapshot?: Snapshot | null;
      type: "welcome";
      /** Answers the upload in `hello`. */
      upload?: UploadAnswer | null;
      /** Why the upload in `hello` was refused. */
      upload_error?: ErrorCode | null;
      /** The protocol version spoken. */
      version: number;
      /** Whether the client waits in the lobby; `resync` or `denied` follows, until then nothing else does. */
      waiting: boolean;
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
  /** How many layers of what the receiver sends somebody wants; the rest need not be sent. */
  | {
      /** How many, from the smallest; 0 when nobody looks. */
      layers: number;
      /** From which source. */
      source: Source;
      type: "demand";
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
  /** The room as the receiver sees it from here on: it was let in from the lobby, or its rights changed. */
  | {
      /** The room as it is now. */
      snapshot: Snapshot;
      type: "resync";
    }
  /** The receiver was not let in; the socket closes. */
  | {
      type: "denied";
    }
  /** Who waits in the lobby (to moderators). */
  | {
      type: "waiting";
      /** In order of coming. */
      waiting: Waiting[];
    }
  /** Who was removed and may not come back (to moderators). */
  | {
      /** In order of removal. */
      banned: Banned[];
      type: "banned";
    }
  /** A line of the chat was taken out. */
  | {
      /** The line. */
      line: string;
      type: "chat_deleted";
    }
  /** The receiver may not write in the chat any more, or again. */
  | {
      /** Whether it is kept from it. */
      muted: boolean;
      type: "chat_muted";
    }
  /** A question is new or changed. */
  | {
      /** As it is now. */
      question: Question;
      type: "question";
    }
  /** Questions rose. */
  | {
      type: "question_votes";
      /** Those that did. */
      votes: QuestionVotes[];
    }
  /** A question was taken away. */
  | {
      /** Which. */
      question: string;
      type: "question_gone";
    }
  /** Reply to `questions`. */
  | {
      /** The page. */
      questions: Question[];
      /** How many there are in all. */
      total: number;
      type: "question_page";
    }
  /** A poll is new or changed. */
  | {
      /** As it is now. */
      poll: Poll;
      type: "poll";
    }
  /** A poll was taken away. */
  | {
      /** Which. */
      poll: string;
      type: "poll_gone";
    }
  /** Private messages with somebody: asked for, agreed, ended. */
  | {
      /** As it is now. */
      conversation: Conversation;
      type: "private";
    }
  /** A private message. */
  | {
      /** The message. */
      line: PrivateLine;
      /** With whom, by its id in the business record. */
      person: string;
      type: "private_line";
    }
  /** What is said, written along. */
  | {
      /** The line. */
      caption: Caption;
      type: "caption";
    }
  /** Reply to `follow_captions`. */
  | {
      /** The last complete lines in the chosen languages, oldest first. */
      captions: Caption[];
      type: "caption_tail";
    }
  /** The booths and language channels changed. */
  | {
      /** As they are now. */
      booths: Booth[];
      type: "interpretation";
    }
  /** The receiver's partner in the booth fell silent (gone, away or muted); it may take over. */
  | {
      /** The booth. */
      booth: BoothId;
      type: "partner_silent";
    }
  /** All sites are to do something at the same moment. */
  | {
      /** What. */
      cue: Cue;
      type: "cue";
    }
  /** A cue is over or taken back. */
  | {
      /** Which. */
      cue: string;
      type: "cue_over";
    }
  /** How well the sites kept a cue's time (to moderators). */
  | {
      /** As it is now. */
      report: CueReport;
      type: "cue_report";
    }
  /** A breakout is new or changed (to its parties, who called it, and moderators). */
  | {
      /** As it is now. */
      breakout: Breakout;
      type: "breakout";
    }
  /** A breakout is over. */
  | {
      /** Which. */
      breakout: string;
      type: "breakout_over";
    }
  /** How well connections work (to moderators): all of listed participants, the worst of the others. */
  | {
      /** Of the last two seconds. */
      statistics: Statistics[];
      type: "statistics";
    }
  /** How well the receiver's own connections work. */
  | {
      /** Of the last two seconds. */
      statistics: Statistics[];
      type: "quality";
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

/** A document everybody has open at the same page. */
export type SharedDocument = {
  /** Who turned to it. */
  by: ParticipantId;
  /** The document, by its id or digest in the business record; opaque here. */
  document: string;
  /** The page, from 1. */
  page: number;
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
  /** Who may not come back; for moderators. */
  banned: Banned[];
  /** The booths with their language channels. */
  booths: Booth[];
  /** The breakouts the receiver has to do with; all of them for moderators. */
  breakouts: Breakout[];
  /** Facts of the business record the server set for this room, by kind. */
  bulletins: Record<string, unknown>;
  /** The end of the chat, oldest first. */
  chat: ChatLine[];
  /** The cues to come or just past. */
  cues: Cue[];
  /** The queue of raised hands, oldest first. */
  hands: Hand[];
  /** Its kind. */
  kind: RoomKind;
  /** What is the receiver's alone. */
  own: Own;
  /** Those on stage, the receiver included when it is one of them. */
  participants: Participant[];
  /** The polls, oldest first. */
  polls: Poll[];
  /** The first 50 questions: pinned ones first, then by votes, then by time. */
  questions: Question[];
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
  /** Who waits in the lobby; for moderators. */
  waiting: Waiting[];
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

/** How well one peer connection of a participant works; of the last two seconds. */
export type Statistics = {
  /** Which of its connections. */
  direction: Direction;
  /** What the connection is thought to bear, in kilobits a second, once known (downloads). */
  estimate_kbit_per_s?: number | null;
  /** Kilobits a second of media. */
  kbit_per_s: number;
  /** Lost packets per mille, as the receiving end counts them. */
  loss_per_mille: number;
  /** Whose. */
  participant: ParticipantId;
  /** Round trip in milliseconds, once known. */
  rtt_ms?: number | null;
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

/** Whose turn to speak it is. */
export type Turn = {
  /** Name. */
  name: string;
  /** Whose. */
  participant: ParticipantId;
  /** Since when. */
  since: UnixMillis;
  /** When its time is up; none for a turn without limit. Nobody is cut off. */
  until?: UnixMillis | null;
};

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

/** Somebody in the lobby. */
export type Waiting = {
  /** Name. */
  name: string;
  /** Organisation. */
  organisation?: string | null;
  /** Its id in this room. */
  participant: ParticipantId;
  /** The person, by its id in the business record. */
  person: string;
  /** As what it would come in. */
  role: Role;
  /** Since when. */
  since: UnixMillis;
};
