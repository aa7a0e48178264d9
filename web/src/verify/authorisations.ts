/** The check `authorisations`: each signature against its signatory's own authorisation. */

import { concat, encode, isDigest, sha256 } from "./bytes";
import type { Files } from "./container";
import type { Report } from "./document/inspect";
import { type Json, canonical, hasKeys, isObject, isTexts, parseJson } from "./json";
import { isNear, maxSkewSeconds } from "./moment";
import type { Authorised, Told } from "./record";
import { fieldOf } from "./steps";
import type { Anchors } from "./trust";
import { type Answer, isAuthorisedBy, readAnswer } from "./webauthn";

const folder = "authorisations/";
const bindingKeys = ["act_id", "agreement_id", "ceremony_id", "consent", "document_sha256", "expires_at", "field", "issued_at", "nonce", "pages_sha256", "purpose", "signer_id", "version"];
const bindingExtras = ["attested_revision_sha256", "attested_signer_id", "certificate_sha256", "power_of_attorney_sha256"];
const purposes: unknown[] = ["attest-signature", "seal-for-organisation", "sign-agreement"];

/** An authorisation as it is stored. */
interface Proof {
  binding: Json;
  answer: Answer;
  key: string;
  checkedAt: number;
}

export async function checkAuthorisations(told: Told, report: Report, files: Files, site: Anchors["site"]): Promise<string[]> {
  const findings: string[] = [];
  const expected = new Set(told.sealed.map(({ signatory }) => `${folder}${signatory}.json`));
  for (const { signatory } of told.sealed) {
    const authorised = told.authorised.get(signatory);
    const finding = authorised && (await checkOne(told, report, files.get(`${folder}${signatory}.json`), site, signatory, authorised));
    if (finding !== undefined) findings.push(`${signatory}: ${finding}`);
  }
  for (const path of files.keys()) if (path.startsWith(folder) && !expected.has(path)) findings.push(`${path} belongs to no signature`);
  return findings;
}

async function checkOne(
  told: Told, report: Report, file: Uint8Array | undefined, site: Anchors["site"], signatory: string, authorised: Authorised,
): Promise<string | undefined> {
  if (!file) return "the authorisation is missing";
  if ((await sha256(file)) !== authorised.proof) return "the authorisation is not the record's";
  const proof = readProof(parseJson(file));
  if (!proof) return "the authorisation can't be read";
  const { binding, answer, checkedAt } = proof;
  const signed = encode(canonical(binding));
  if ((await sha256(signed)) !== authorised.binding) return "the record tells of another binding";
  const wrong = checkBinding(told, report, signatory, binding) ?? checkPlace(told, signatory, authorised, binding) ?? checkTime(authorised, checkedAt) ?? (await isAuthorisedBy(proof.key, answer, signed, site));
  if (wrong !== undefined) return wrong;
  if (binding["version"] !== 1) return "the authorisation has an unknown form";
  if (checkedAt < Number(binding["issued_at"]) || checkedAt > Number(binding["expires_at"])) return "the authorisation is not valid at this time";
  const signature = report.signatures.find(({ field }) => field === binding["field"]);
  if (!signature) return "the signature is missing";
  if (signature.authorisation !== (await sha256(concat(signed, encode(JSON.stringify(answer)))))) return "the signature names another authorisation";
  const certificate = binding["certificate_sha256"];
  if (certificate !== undefined && certificate !== signature.certificateSha256) return "the signature was made with another certificate";
  if (signature.purpose !== binding["purpose"]) return "the signature was made for another purpose";
  return signature.at !== null && signature.at + maxSkewSeconds < checkedAt ? "the signature is older than its authorisation" : undefined;
}

function checkBinding(told: Told, report: Report, signatory: string, binding: Json): string | undefined {
  if (binding["agreement_id"] !== told.agreement) return "it is for another agreement";
  if (binding["signer_id"] !== signatory) return "it is another signatory's";
  if (binding["field"] !== fieldOf(signatory)) return "it is for another field";
  if (binding["document_sha256"] !== report.frozen) return "it is for another document";
  if ((binding["pages_sha256"] as string[]).join() !== report.pages.join()) return "it is for other pages";
  const { language } = binding["consent"] as Json;
  return told.languages.includes(language as string) ? undefined : "its consent is in neither of the document's languages";
}

/** The place's role and whom it stands for are what was authorised. */
function checkPlace(told: Told, signatory: string, { power }: Authorised, binding: Json): string | undefined {
  const place = told.places.find(({ id }) => id === signatory);
  if (!place) return "it is at no place of the draft";
  if (binding["purpose"] !== place.purpose) return "it is for another role";
  const revision = told.sealed.find((sealed) => sealed.signatory === place.of)?.revision;
  if (binding["attested_signer_id"] !== place.of || binding["attested_revision_sha256"] !== revision) return "it attests another signature";
  return binding["power_of_attorney_sha256"] === power ? undefined : "it is under another power of attorney";
}

function checkTime({ at }: Authorised, checkedAt: number): string | undefined {
  return isNear(at, checkedAt) ? undefined : "the record tells another time of it";
}

function readProof(value: unknown): Proof | undefined {
  if (!isObject(value) || !hasKeys(value, ["binding", "authorisation", "public_key", "checked_at"], ["strokes", "chain"])) return undefined;
  const { binding, authorisation, public_key: key, checked_at: checkedAt } = value;
  const answer = readAnswer(authorisation);
  if (value["chain"] !== undefined && !isTexts(value["chain"])) return undefined;
  if (!isBinding(binding) || !answer || typeof key !== "string" || !isCount(checkedAt)) return undefined;
  return { binding: withoutNothing(binding), answer, key, checkedAt };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isBinding(value: unknown): value is Json {
  if (!isObject(value) || !hasKeys(value, bindingKeys.filter((key) => key !== "act_id" && key !== "ceremony_id"), ["act_id", "ceremony_id", ...bindingExtras])) return false;
  const { consent, pages_sha256: pages } = value;
  const texts = ["agreement_id", "field", "nonce", "signer_id"].every((key) => typeof value[key] === "string");
  const nullable = ["act_id", "ceremony_id", "attested_signer_id"].every((key) => value[key] === undefined || value[key] === null || typeof value[key] === "string");
  return (
    texts && nullable && isObject(consent) && hasKeys(consent, ["language", "text"]) && isTexts(Object.values(consent)) &&
    isDigest(value["document_sha256"]) && Array.isArray(pages) && pages.every(isDigest) && purposes.includes(value["purpose"]) &&
    ["expires_at", "issued_at", "version"].every((key) => isCount(value[key]))
  );
}

/** Canonical bindings write act and ceremony always, and the rest only where it is. */
function withoutNothing(binding: Json): Json {
  const extras = bindingExtras.filter((key) => binding[key] === null);
  const kept = Object.fromEntries(Object.entries(binding).filter(([key]) => !extras.includes(key)));
  return { ...kept, act_id: binding["act_id"] ?? null, ceremony_id: binding["ceremony_id"] ?? null };
}
