import type { Verdict } from "@/verify/verdict";
import type { Kind } from "@/verify/worker";

/** What a page says at a glance. */
export type Glance = "valid" | "valid-by-its-own-anchors" | "invalid" | "document-holds" | "document-fails" | "document-unknown";

/** A document alone can be no bundle: only what it shows by itself counts. */
export function glanceOf(kind: Kind, { result, checks }: Verdict): Glance {
  if (kind === "bundle") return result;
  const outcome = checks.find(({ check }) => check === "document")?.outcome;
  return outcome === "passed" ? "document-holds" : outcome === "failed" ? "document-fails" : "document-unknown";
}

export const tones: Record<Glance, "good" | "open" | "bad"> = {
  "valid": "good", "valid-by-its-own-anchors": "open", "invalid": "bad",
  "document-holds": "open", "document-fails": "bad", "document-unknown": "open",
};
