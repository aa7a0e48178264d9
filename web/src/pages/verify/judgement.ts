import type { Verdict } from "@/verify/verdict";
import type { Kind } from "@/verify/worker";

/** What a page says at a glance. */
export type Glance = "valid" | "valid-but-unwitnessed" | "valid-by-the-server" | "valid-by-its-own-anchors" | "invalid" | "document-holds" | "document-fails" | "document-unknown";

/**
 * A document alone can be no bundle: only what it shows by itself counts. Anchors of the server that shows the page are its
 * own word until somebody compared them with others.
 */
export function glanceOf(kind: Kind, { result, checks }: Verdict, isCompared: boolean): Glance {
  if (kind === "bundle") return result === "valid" && !isCompared ? "valid-by-the-server" : result;
  const outcome = checks.find(({ check }) => check === "document")?.outcome;
  return outcome === "passed" ? "document-holds" : outcome === "failed" ? "document-fails" : "document-unknown";
}

export const tones: Record<Glance, "good" | "open" | "bad"> = {
  "valid": "good", "valid-but-unwitnessed": "open", "valid-by-the-server": "open", "valid-by-its-own-anchors": "open", "invalid": "bad",
  "document-holds": "open", "document-fails": "bad", "document-unknown": "open",
};
