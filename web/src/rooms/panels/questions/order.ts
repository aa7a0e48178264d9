import type { Question } from "@/call";

export type QuestionSort = "votes" | "newest";

const RANK: Record<Question["state"], number> = { live: 0, open: 1, pending: 1, answered: 2 };

/** Puts questions in reading order: what is answered now, what is pinned, what waits, what is answered. */
export function inOrder(questions: Question[], sort: QuestionSort): Question[] {
  const place = (one: Question) => (one.state === "live" ? -1 : one.pinned ? 0 : RANK[one.state]);
  const within = (a: Question, b: Question) => (sort === "votes" ? b.votes - a.votes || a.at - b.at : b.at - a.at);
  return [...questions].sort((a, b) => place(a) - place(b) || within(a, b));
}

/** How many wait for an answer, and how many have one. */
export function counted(questions: Question[]): { waiting: number; answered: number } {
  const answered = questions.filter(({ state }) => state === "answered").length;
  return { waiting: questions.length - answered, answered };
}
