import type { NetworkReport } from "./network";

/** How a line is, in a word. */
export type LineVerdict = "good" | "fair" | "poor" | "none";

/** What there is to say beyond the word; each has a sentence. */
export type LineRemark = "loss" | "far" | "narrow" | "relay" | "tcp";

const GOOD_KBIT = 900;
const FAIR_KBIT = 300;

/** Judges a finished test of the line; nothing while it runs. */
export function lineVerdict({ step, quality }: NetworkReport): { verdict: LineVerdict; remarks: LineRemark[] } | undefined {
  if (step === "failed") return { verdict: "none", remarks: [] };
  if (step !== "done" || !quality) return undefined;
  const loss = Math.max(quality.up.loss ?? 0, quality.down.loss ?? 0);
  const rtt = quality.rttMs ?? 0;
  const kbit = Math.min(Math.max(quality.up.kbitPerS, quality.availableKbit ?? 0), GOOD_KBIT);
  const remarks: LineRemark[] = [];
  if (loss > 0.02) remarks.push("loss");
  if (rtt > 300) remarks.push("far");
  if (kbit < GOOD_KBIT * 0.6) remarks.push("narrow");
  if (quality.route?.kind === "relay") remarks.push("relay");
  if (quality.route && quality.route.protocol !== "udp") remarks.push("tcp");
  const poor = loss > 0.1 || kbit < FAIR_KBIT || rtt > 800;
  const fair = remarks.some((remark) => remark === "loss" || remark === "far" || remark === "narrow");
  return { verdict: poor ? "poor" : fair ? "fair" : "good", remarks };
}
