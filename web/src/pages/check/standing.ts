import type { NetworkReport } from "@/call";
import { lineVerdict } from "@/call";
import type { Standing } from "./Step";
import type { Captured } from "./useCapture";

/** How a device stands; a microphone that gives only silence is told apart. */
export function deviceStanding(captured: Captured, silent = false): Standing {
  switch (captured.state) {
    case "idle":
      return "open";
    case "asking":
      return "running";
    case "failed":
      return "bad";
    case "open":
      return silent ? "warned" : "good";
  }
}

/** How the line stands. */
export function networkStanding(report: NetworkReport): Standing {
  if (report.step === "idle") return "open";
  const verdict = lineVerdict(report)?.verdict;
  if (!verdict) return "running";
  return verdict === "good" ? "good" : verdict === "none" ? "bad" : "warned";
}

/** The sentence over the whole check: the worst part counts, and what was not tried is no fault. */
export function summaryOf(standings: readonly Standing[]): "untried" | "running" | "good" | "warned" | "bad" {
  if (standings.includes("running")) return "running";
  if (standings.includes("bad")) return "bad";
  if (standings.includes("warned")) return "warned";
  return standings.includes("open") ? "untried" : "good";
}
