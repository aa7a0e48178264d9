import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";

/** What `GET /agreements/{id}/signing` asks the signatory to authorise. */
export interface SigningRequest {
  signatory: string;
  binding: Binding;
  /** The binding as the bytes that are signed. */
  canonical: string;
  /** SHA-256 of those bytes in base64url: a passkey's challenge. */
  challenge: string;
  rp_id: string;
  keys: KeyChoice[];
  device_keys_allowed: boolean;
}

export interface Binding {
  consent: { language: string; text: string };
  document_sha256: string;
  pages_sha256: string[];
  nonce: string;
  expires_at: number;
  agreement_id: string;
  signer_id: string;
  purpose: "sign-agreement" | "seal-for-organisation" | "attest-signature";
  /** Of an own key: its certificate. */
  certificate_sha256?: string;
  /** Of a witness: the revision that the attested signature made. */
  attested_revision_sha256?: string;
  /** Of a delegate: the power of attorney. */
  power_of_attorney_sha256?: string;
}

export interface KeyChoice {
  id: string;
  method: "passkey" | "device_key";
  label: string;
}

/**
 * A fresh request with the consent in one of the document's languages, for a signature with the certificate of this
 * digest or with a managed key; it lives a quarter of an hour and is used up by one answer.
 */
export const signingRequestQuery = (agreement: string, consent: string, certificate?: string) =>
  queryOptions({
    queryKey: ["signing", agreement, consent, certificate ?? "managed"],
    queryFn: ({ signal }) => get<SigningRequest>(`/agreements/${agreement}/signing`, certificate === undefined ? { consent } : { consent, key: "own" }, signal),
    staleTime: 10 * 60_000,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
