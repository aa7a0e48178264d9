import type { Conversation, Own, Question, QuestionVotes, ServerMessage } from "./protocol";

const LINES_KEPT = 100;

/** A list in which what has this id is as it is now. */
export function upserted<T extends { id: string }>(list: T[], next: T): T[] {
  const known = list.some(({ id }) => id === next.id);
  return known ? list.map((one) => (one.id === next.id ? next : one)) : [...list, next];
}

/** A list without what has this id. */
export function removed<T extends { id: string }>(list: T[], gone: string): T[] {
  return list.filter(({ id }) => id !== gone);
}

/** The questions with their new numbers of votes. */
export function raised(questions: Question[], votes: QuestionVotes[]): Question[] {
  const counts = new Map(votes.map((one) => [one.question, one.votes]));
  return questions.map((question) => ({ ...question, votes: counts.get(question.id) ?? question.votes }));
}

/** Pinned questions first, then by votes, then by time, as the server's snapshot has them. */
export function byRank(questions: Question[]): Question[] {
  return [...questions].sort(
    (a, b) =>
      Number(b.pinned) - Number(a.pinned) || b.votes - a.votes || a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

type OwnMessage = Extract<ServerMessage, { type: "chat_muted" | "private" | "private_line" }>;

/** What is one's own, with a message about it folded in. */
export function owned(own: Own, message: OwnMessage): Own {
  switch (message.type) {
    case "chat_muted":
      return { ...own, chat_muted: message.muted };
    case "private":
      return { ...own, private: conversed(own.private, message.conversation) };
    case "private_line":
      return { ...own, private: own.private.map((one) => (one.person === message.person ? spoken(one, message.line) : one)) };
  }
}

function conversed(list: Conversation[], next: Conversation): Conversation[] {
  const known = list.some(({ person }) => person === next.person);
  return known ? list.map((one) => (one.person === next.person ? next : one)) : [...list, next];
}

/** A line that a resume replays is already there; its id tells. */
function spoken(conversation: Conversation, line: Conversation["lines"][number]): Conversation {
  if (conversation.lines.some(({ id }) => id === line.id)) return conversation;
  return { ...conversation, lines: [...conversation.lines, line].slice(-LINES_KEPT) };
}
