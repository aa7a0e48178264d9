import type { Stroke } from "@/call";
import { fromBase64url, toBase64url } from "./base64url";
import { type DeviceKey, signWithDeviceKey } from "./deviceKey";
import type { SigningRequest } from "./request";

/** The body of `POST /agreements/{id}/authorisations`. */
export interface Answer {
  nonce: string;
  key: string;
  authorisation:
    | { method: "passkey"; authenticator_data: string; client_data_json: string; signature: string }
    | { method: "device_key"; signature: string };
  strokes: [number, number][][];
}

/** The signatory turned the authenticator down, or it took too long. */
export class Dismissed extends Error {
  readonly code = "passkey-dismissed";
}

const MOST_POINTS = 2_000;

/** Asks the signatory's own passkey to authorise; its challenge is the binding's digest. */
export async function authoriseWithPasskey(request: SigningRequest, strokes: readonly Stroke[]): Promise<Answer> {
  const allowed = request.keys.filter(({ method }) => method === "passkey");
  const credential = await navigator.credentials
    .get({
      publicKey: {
        challenge: fromBase64url(request.challenge),
        rpId: request.rp_id,
        allowCredentials: allowed.map(({ id }) => ({ type: "public-key", id: fromBase64url(id) })),
        userVerification: "required",
        timeout: 120_000,
      },
    })
    .catch((cause: unknown) => {
      throw new Dismissed("dismissed", { cause });
    });
  if (!(credential instanceof PublicKeyCredential)) throw new Dismissed("nothing");
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    nonce: request.binding.nonce,
    key: credential.id,
    authorisation: {
      method: "passkey",
      authenticator_data: toBase64url(response.authenticatorData),
      client_data_json: toBase64url(response.clientDataJSON),
      signature: toBase64url(response.signature),
    },
    strokes: handwriting(strokes),
  };
}

/** Authorises with the key of this browser, which knows no user verification; the evidence says so. */
export async function authoriseWithDeviceKey(request: SigningRequest, key: DeviceKey, strokes: readonly Stroke[]): Promise<Answer> {
  return {
    nonce: request.binding.nonce,
    key: key.id,
    authorisation: { method: "device_key", signature: await signWithDeviceKey(key, request.canonical) },
    strokes: handwriting(strokes),
  };
}

/** Thins the strokes evenly to what the visible signature may hold. */
export function handwriting(strokes: readonly Stroke[], most = MOST_POINTS): [number, number][][] {
  const total = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const every = Math.max(1, Math.ceil(total / most));
  return strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) =>
      stroke.filter((_, index) => index % every === 0).map(({ x, y }): [number, number] => [x, y]),
    );
}
