import { hex } from "@/rooms/document/hex";
import { fromBase64url } from "./base64url";
import { beginsWithFrozen } from "./frozenText";
import type { Binding, SigningRequest } from "./request";

/** What the signatory's key will sign, read from the very bytes that are signed: nothing else is shown or agreed to. */
export function boundOf(request: SigningRequest): Binding {
  return JSON.parse(request.canonical) as Binding;
}

/**
 * Tells whether a request is what it says: its challenge is the digest of what is signed, that is about this
 * agreement, and the document on the page grew out of the bytes whose digest is bound; for a witness also out of the
 * signature that it attests.
 */
export async function isGenuine(request: SigningRequest, agreement: string, document: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(request.canonical));
  if (hex(digest) !== hex(fromBase64url(request.challenge).buffer)) return false;
  const bound = boundOf(request);
  if (bound.agreement_id !== agreement || bound.signer_id !== request.signatory) return false;
  if (!(await beginsWithFrozen(document, bound.document_sha256))) return false;
  return bound.attested_revision_sha256 === undefined || beginsWithFrozen(document, bound.attested_revision_sha256);
}
