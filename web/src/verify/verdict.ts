/** What a verifier says: the same shape as `yunqian verify --json`. */

/** Everything that is checked, in this order. */
export const checks = [
  "container", "anchors", "manifest", "files", "checkpoint", "witnesses", "inclusion", "record", "document", "revisions",
  "authorisations", "identity", "attachments", "recording", "outside-timestamps",
] as const;

export type Check = (typeof checks)[number];

/** `absent`: the bundle has nothing of the kind; `not-reached`: what the check needs was missing or failed. */
export type Outcome = "passed" | "failed" | "absent" | "not-reached";

/** How far a signature can be proven (EN 319 142-1, clause 6). */
export type Level = "B-B" | "B-T" | "B-LT" | "B-LTA";

export const levels: Level[] = ["B-B", "B-T", "B-LT", "B-LTA"];

export interface Line {
  check: Check;
  outcome: Outcome;
  /** What exactly is wrong, in English, for experts. */
  details?: string[];
}

/** `valid-but-unwitnessed`: by anchors that came another way, but none of the witnesses that they name saw the log. */
export type Judgement = "valid" | "valid-but-unwitnessed" | "valid-by-its-own-anchors" | "invalid";

/** A signature in the document. */
export interface Signed {
  field: string;
  purpose: string | null;
  signer: string | null;
  organisation: string | null;
  issuer: string | null;
  /** When it was timestamped, in seconds since 1970. */
  at: number | null;
  level: Level | null;
}

/** A witness who saw the log. */
export interface Witnessed {
  name: string;
  /** In seconds since 1970; 0 where its key tells no time. */
  at: number;
}

/** A certificate that was revoked after the signing. */
export interface Revoked {
  signatory: string;
  /** In seconds since 1970. */
  at: number;
  /** In the record's words. */
  reason: string | null;
}

/** What confirmed who acts, besides the key. */
export interface Factor {
  kind: string;
  /** In seconds since 1970. */
  at: number;
  /** Who saw it, where somebody did. */
  by: string | null;
}

/** What was recorded of a signatory's identity. */
export interface Identity {
  signatory: string;
  /** With what it authorised. */
  method: string | null;
  factors: Factor[];
}

/** What was recorded of a signing, by counts. */
export interface RecordedFact {
  recording: string;
  tracks: number;
  segments: number;
  /** Times over a second in which a track has nothing. */
  gaps: number;
}

/** A timestamp from outside over the log. */
export interface Outside {
  /** In seconds since 1970. */
  at: number;
  authority: string | null;
  /** How many entries the log had then. */
  log_size: number;
}

/** What the bundle proves, as far as it could be read. */
export interface Facts {
  agreement: string | null;
  number: string | null;
  /** By language. */
  title: unknown;
  made: string | null;
  /** SHA-256 of the document as it was agreed. */
  frozen: string | null;
  /** SHA-256 of the document in the bundle. */
  document: string | null;
  level: Level | null;
  /** Until when the proof holds without another timestamp, in seconds since 1970. */
  provable_until: number | null;
  signatures: Signed[];
  /** In the record's order. */
  revoked: Revoked[];
  /** In the order of the signatures. */
  identities: Identity[];
  log_size: number | null;
  witnesses: Witnessed[];
  recordings: RecordedFact[];
  /** Those that still prove something, the smallest tree first. */
  outside_timestamps: Outside[];
  /** SHA-256 of the anchors that were used, as canonical JSON. */
  anchors: string | null;
}

export interface Verdict {
  result: Judgement;
  checks: Line[];
  facts: Facts;
}

/** Collects the lines of a verdict as checks are made. */
export class Docket {
  readonly facts: Facts = {
    agreement: null, number: null, title: null, made: null, frozen: null, document: null, level: null, provable_until: null,
    signatures: [], revoked: [], identities: [], log_size: null, witnesses: [], recordings: [], outside_timestamps: [], anchors: null,
  };
  /** The anchors name witnesses, and none saw the checkpoint. */
  isUnwitnessed = false;
  private readonly lines = new Map<Check, Line>();

  constructor(private readonly told?: (line: Line) => void) {}

  /** Notes what a check found wrong; nothing if it passed. */
  line(check: Check, details: string[]): void {
    this.put(details.length === 0 ? { check, outcome: "passed" } : { check, outcome: "failed", details });
  }

  absent(check: Check): void {
    this.put({ check, outcome: "absent" });
  }

  verdict(isPinned: boolean): Verdict {
    const lines = checks.map((check): Line =>
      this.lines.get(check) ?? { check, outcome: "not-reached" });
    const holds = lines.every((line) => line.outcome === "passed" || line.outcome === "absent");
    const pinned = this.isUnwitnessed ? "valid-but-unwitnessed" : "valid";
    return { result: !holds ? "invalid" : isPinned ? pinned : "valid-by-its-own-anchors", checks: lines, facts: this.facts };
  }

  private put(line: Line): void {
    this.lines.set(line.check, line);
    this.told?.(line);
  }
}
