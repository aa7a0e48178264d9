import type { Statistics } from "@/call";

export type LineQuality = "good" | "fair" | "poor";

/** What a connection's figures mean to a person: sound suffers from 3 % loss or 400 ms on, badly from 8 % or 800 ms. */
export function lineQuality(lines: Statistics[]): LineQuality | undefined {
  if (lines.length === 0) return undefined;
  const loss = Math.max(...lines.map((line) => line.loss_per_mille));
  const trip = Math.max(...lines.map((line) => line.rtt_ms ?? 0));
  if (loss >= 80 || trip >= 800) return "poor";
  return loss >= 30 || trip >= 400 ? "fair" : "good";
}
