/**
 * The second verifier of evidence bundles, beside `yunqian verify`; both are written against BUNDLE.md.
 *
 * Checks a bundle with nothing but the trust anchors: no network, no server, no clock but the caller's. Each check stands
 * by itself, so that a verdict tells everything that is wrong and not only the first thing.
 */

import { checkAuthorisations } from "./authorisations";
import { type Bytes, sha256 } from "./bytes";
import { type Files, read } from "./container";
import { type Report, inspect, levelOf } from "./document/inspect";
import { checkIdentities, identitiesOf } from "./identity";
import { parseJson } from "./json";
import { type Checkpoint, type Entry, checkInclusion, cosigned, entriesOf, readCheckpoint } from "./log/checkpoint";
import { isSigned, lists, readManifest } from "./manifest";
import { checkOutside, hasOutside } from "./outside";
import { type Told, checkRecord, readRecord } from "./record";
import { checkRecording, hasRecording } from "./recording";
import { checkSteps } from "./steps";
import { type Anchors, type Trust, fingerprint, isAnchors, readTrust } from "./trust";
import { Docket, type Line, type Verdict } from "./verdict";

export interface Request {
  bundle: Bytes;
  /** Anchors that came another way; without, the bundle's own. `undefined` inside says that they can't be read. */
  pinned?: { anchors: unknown };
  /** In seconds since 1970. */
  now: number;
  told?: (line: Line) => void;
}

/** Checks a bundle. */
export async function verify({ bundle, pinned, now, told }: Request): Promise<Verdict> {
  const docket = new Docket(told);
  const files = read(bundle);
  docket.line("container", files ? [] : ["not a bundle in its canonical form"]);
  if (files) await checkFiles(docket, files, pinned ? pinned.anchors : parseJson(files.get("trust.json")), now);
  return docket.verdict(pinned !== undefined);
}

/** Checks a signed PDF alone: what it shows by itself, by anchors. */
export async function verifyDocument({ bundle, pinned, now, told }: Request): Promise<Verdict> {
  const docket = new Docket(told);
  const trust = await readAnchors(docket, pinned?.anchors);
  if (trust) await checkDocument(docket, bundle, trust, now);
  return docket.verdict(true);
}

async function checkFiles(docket: Docket, files: Files, anchors: unknown, now: number): Promise<void> {
  if (!hasOutside(files)) docket.absent("outside-timestamps");
  if (!hasRecording(files)) docket.absent("recording");
  const trust = await readAnchors(docket, anchors);
  const agreement = await checkManifest(docket, files, trust);
  if (!trust) return;
  const checkpoint = await checkCheckpoint(docket, files, trust);
  const entries = entriesOf(files);
  if (!entries) docket.line("inclusion", ["an entry's name is no position"]);
  else if (checkpoint) {
    docket.line("inclusion", await checkInclusion(files, entries, checkpoint));
    await checkTimes(docket, files, entries, checkpoint, trust, now);
  }
  const story = entries && agreement !== undefined ? takeRecord(docket, readRecord(entries, agreement), agreement) : undefined;
  const pdf = files.get("agreement.pdf");
  if (!pdf) docket.line("document", ["there is no document"]);
  const report = pdf && (await checkDocument(docket, pdf, trust, now));
  if (story && report && pdf) {
    docket.line("revisions", checkSteps(story, report, await sha256(pdf)));
    docket.line("authorisations", await checkAuthorisations(story, report, files, trust.site));
  }
  if (story) {
    checkIdentity(docket, story, files);
    await checkAttachments(docket, story, files);
    if (entries && hasRecording(files)) {
      const { facts, findings } = checkRecording(files, entries, story);
      docket.facts.recordings = facts;
      docket.line("recording", findings);
    }
  }
}

async function readAnchors(docket: Docket, value: unknown): Promise<Trust | undefined> {
  const anchors: Anchors | undefined = isAnchors(value) ? value : undefined;
  const trust = anchors && (await readTrust(anchors));
  docket.facts.anchors = anchors ? await fingerprint(anchors) : null;
  docket.line("anchors", trust ? [] : ["there are no anchors that can be read"]);
  return trust;
}

async function checkManifest(docket: Docket, files: Files, trust: Trust | undefined): Promise<string | undefined> {
  const manifest = readManifest(files.get("manifest"));
  if (!manifest) {
    docket.line("manifest", ["there is no manifest that can be read"]);
    return undefined;
  }
  docket.facts.made = manifest.made;
  if (trust) docket.line("manifest", (await isSigned(manifest, trust.logs)) ? [] : ["the manifest is not signed by the log"]);
  docket.line("files", (await lists(manifest, files)) ? [] : ["the files are not those of the manifest"]);
  return manifest.agreement;
}

async function checkCheckpoint(docket: Docket, files: Files, trust: Trust): Promise<Checkpoint | undefined> {
  const checkpoint = await readCheckpoint(files, trust.logs);
  docket.line("checkpoint", typeof checkpoint === "string" ? [checkpoint] : []);
  if (typeof checkpoint === "string") return undefined;
  docket.facts.log_size = Number(checkpoint.size);
  const { seen, wrong } = await cosigned(checkpoint.note, trust.witnesses);
  docket.facts.witnesses = seen;
  docket.isUnwitnessed = seen.length === 0 && trust.witnesses.length > 0;
  if (seen.length === 0 && wrong.length === 0) docket.absent("witnesses");
  else docket.line("witnesses", wrong.map((name) => `${name}: a signature does not hold`));
  return checkpoint;
}

async function checkTimes(docket: Docket, files: Files, entries: Entry[], checkpoint: Checkpoint, trust: Trust, now: number): Promise<void> {
  if (!hasOutside(files)) return;
  const { standing, findings } = await checkOutside(files, entries, checkpoint, trust, now);
  docket.facts.outside_timestamps = standing;
  // One whose authority's time has run out takes nothing from a bundle.
  if (standing.length === 0 && findings.length === 0) docket.absent("outside-timestamps");
  else docket.line("outside-timestamps", findings);
}

function takeRecord(docket: Docket, told: Told | string, agreement: string): Told | undefined {
  docket.facts.agreement = agreement;
  docket.line("record", typeof told === "string" ? [told] : checkRecord(told));
  if (typeof told === "string") return undefined;
  docket.facts.revoked = told.revoked;
  docket.facts.number = told.number;
  docket.facts.title = told.title;
  return told;
}

async function checkDocument(docket: Docket, pdf: Bytes, trust: Trust, now: number): Promise<Report | undefined> {
  const { facts } = docket;
  facts.document = await sha256(pdf);
  try {
    const report = await inspect(pdf, trust.roots, now);
    docket.line("document", report.problems);
    facts.frozen = report.frozen;
    facts.level = levelOf(report);
    facts.provable_until = report.signatures.at(-1)?.authorityUntil ?? null;
    facts.signatures = report.signatures.map(({ field, purpose, signer, organisation, issuer, at, level }) => ({ field, purpose, signer, organisation, issuer, at, level }));
    return report;
  } catch (error) {
    docket.line("document", [error instanceof Error ? error.message : String(error)]);
    return undefined;
  }
}

function checkIdentity(docket: Docket, told: Told, files: Files): void {
  const findings = checkIdentities(told, files);
  docket.facts.identities = identitiesOf(told);
  // Where a key alone was asked for, nothing else was recorded.
  if (findings.length === 0 && docket.facts.identities.every(({ factors }) => factors.length === 0)) docket.absent("identity");
  else docket.line("identity", findings);
}

async function checkAttachments(docket: Docket, told: Told, files: Files): Promise<void> {
  const folder = "attachments/";
  const findings: string[] = [];
  const attached = [...files].filter(([path]) => path.startsWith(folder));
  for (const [path, content] of attached) if (path.slice(folder.length) !== (await sha256(content))) findings.push(`${path} is not what its name says`);
  for (const named of told.attachments) if (!files.has(folder + named)) findings.push(`attachment ${named} is missing`);
  if (attached.length === 0 && told.attachments.size === 0) docket.absent("attachments");
  else docket.line("attachments", findings);
}
