import { withCaption } from "./captions";
import { byRank, upserted } from "./forum";
import type { Link } from "./link";
import type { Caption, ChatRules, Layout, Own, QuestionRules, QuestionState, ServerMessage } from "./protocol";
import type { RoomView } from "./room";
import { Store } from "./store";

type Done = Promise<ServerMessage>;

/**
 * What one does in a room beside speaking: asking, voting, writing to one person, and running the room. Every
 * method resolves when the server has done it.
 */
export class Desk {
  /** What is said, written along, in the languages asked for. */
  readonly captions = new Store<Caption[]>([]);
  readonly #link: Link;
  readonly #room: Store<RoomView | undefined>;

  constructor(link: Link, room: Store<RoomView | undefined>) {
    this.#link = link;
    this.#room = room;
  }

  ask = (text: string): Done => this.#link.ask({ type: "ask", text });

  async upvote(question: string): Promise<void> {
    await this.#link.ask({ type: "upvote_question", question });
    this.#own(({ upvoted }) => ({ upvoted: [...upvoted, question] }));
  }

  /** Fetches the questions after those known; gives how many there are in all. */
  async moreQuestions(): Promise<number> {
    const known = this.#room.get()?.questions.length ?? 0;
    const page = await this.#link.ask({ type: "questions", skip: known, limit: 50 });
    if (page.type !== "question_page") return known;
    const room = this.#room.get();
    if (room) this.#room.set({ ...room, questions: byRank(page.questions.reduce(upserted, room.questions)) });
    return page.total;
  }

  async vote(poll: string, options: number[]): Promise<void> {
    await this.#link.ask({ type: "vote", poll, options });
    this.#own(({ ballots }) => ({ ballots: [...ballots.filter((one) => one.poll !== poll), { poll, options }] }));
  }

  askPrivate = (participant: string): Done => this.#link.ask({ type: "ask_private", participant });
  answerPrivate = (person: string, accept: boolean): Done => this.#link.ask({ type: "answer_private", person, accept });
  sayPrivate = (person: string, text: string): Done => this.#link.ask({ type: "say_private", person, text });
  endPrivate = (person: string): Done => this.#link.ask({ type: "end_private", person });

  /** Chooses the languages of captions to receive; the last lines of them come at once. */
  async followCaptions(languages: string[]): Promise<void> {
    const tail = await this.#link.ask({ type: "follow_captions", languages });
    this.captions.set(tail.type === "caption_tail" ? tail.captions : []);
    this.#own(() => ({ caption_languages: languages }));
  }

  /** Writes along; a line not yet complete is worth nothing a moment later and is not waited for. */
  caption(language: string, line: number, text: string, isFinal: boolean): void {
    const body = { type: "caption", language, line, text, is_final: isFinal } as const;
    if (isFinal) void this.#link.ask(body).catch(() => undefined);
    else this.#link.cast(body);
  }

  shareDocument = (document: string | null, page: number): Done => this.#link.ask({ type: "share_document", document, page });

  callBreakout = (room: string, participants: string[]): Done => this.#link.ask({ type: "call_breakout", room, participants });
  answerBreakout = (breakout: string, accept: boolean): Done => this.#link.ask({ type: "answer_breakout", breakout, accept });
  leaveBreakout = (breakout: string): Done => this.#link.ask({ type: "leave_breakout", breakout });
  endBreakout = (breakout: string): Done => this.#link.ask({ type: "end_breakout", breakout });

  /** Moderators' commands beyond the stage itself. */
  readonly host = {
    admit: (participant: string | null): Done => this.#link.ask({ type: "admit", participant }),
    deny: (participant: string): Done => this.#link.ask({ type: "deny", participant }),
    lobby: (on: boolean): Done => this.#link.ask({ type: "set_lobby", on }),
    readmit: (person: string): Done => this.#link.ask({ type: "readmit", person }),
    cohost: (participant: string, on: boolean): Done => this.#link.ask({ type: "cohost", participant, on }),
    stage: (participant: string, onStage: boolean): Done => this.#link.ask({ type: "set_stage", participant, on_stage: onStage }),
    arriveBackstage: (on: boolean): Done => this.#link.ask({ type: "arrive_backstage", on }),
    layout: (layout: Layout | null): Done => this.#link.ask({ type: "set_layout", layout }),
    call: (participant: string | null, seconds: number | null): Done => this.#link.ask({ type: "call", participant, seconds }),
    endTurn: (): Done => this.#link.ask({ type: "end_turn" }),
    deleteLine: (line: string): Done => this.#link.ask({ type: "delete_chat", line }),
    chatRules: (rules: ChatRules): Done => this.#link.ask({ type: "set_chat_rules", rules }),
    muteChat: (participant: string, muted: boolean): Done => this.#link.ask({ type: "mute_chat", participant, muted }),
    questionRules: (rules: QuestionRules): Done => this.#link.ask({ type: "set_question_rules", rules }),
    answer: (question: string, state: QuestionState, text: string | null = null): Done =>
      this.#link.ask({ type: "answer_question", question, state, text }),
    pin: (question: string, pinned: boolean): Done => this.#link.ask({ type: "pin_question", question, pinned }),
    dismiss: (question: string): Done => this.#link.ask({ type: "dismiss_question", question }),
    openPoll: (question: string, options: string[], multiple: boolean): Done =>
      this.#link.ask({ type: "open_poll", question, options, multiple }),
    showPoll: (poll: string, shown: boolean): Done => this.#link.ask({ type: "show_poll", poll, shown }),
    closePoll: (poll: string): Done => this.#link.ask({ type: "close_poll", poll }),
    dropPoll: (poll: string): Done => this.#link.ask({ type: "drop_poll", poll }),
  };

  /** Takes in what came without being state of the room. */
  heard(message: ServerMessage): void {
    if (message.type === "caption") this.captions.set(withCaption(this.captions.get(), message.caption));
  }

  /** What the server only confirms, because one did it oneself. */
  #own(change: (own: Own) => Partial<Own>): void {
    const room = this.#room.get();
    if (room) this.#room.set({ ...room, own: { ...room.own, ...change(room.own) } });
  }
}
