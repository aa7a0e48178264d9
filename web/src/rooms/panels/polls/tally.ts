import type { Poll } from "@/call";

export interface Bar {
  text: string;
  votes: number;
  /** Of those who voted, from 0 to 1. With several choices the shares may sum to more than 1. */
  share: number;
  /** Whether no other answer has more. */
  leads: boolean;
}

/** The result of a poll; none while it is not shown to this reader. */
export function tally({ options, voters }: Poll): Bar[] | undefined {
  if (options.some(({ votes }) => typeof votes !== "number")) return undefined;
  const most = Math.max(...options.map(({ votes }) => votes ?? 0));
  return options.map(({ text, votes }) => ({
    text,
    votes: votes ?? 0,
    share: voters > 0 ? (votes ?? 0) / voters : 0,
    leads: most > 0 && votes === most,
  }));
}
