/** What a signatory's device answered: a WebAuthn assertion (level 2, section 7.2) or a device key's signature. */

import { type Bytes, concat, digest, encode, equal, fromBase64Url, own } from "./bytes";
import { hasKeys, isObject, parseJson } from "./json";
import { rawSignature } from "./pki/algorithm";
import type { Anchors } from "./trust";

const minAuthenticatorDataBytes = 37;
const maxPartBytes = 16 << 10;
const userPresent = 0x01;
const userVerified = 0x04;

/** Binary parts are Base64url without padding; keys stand in the order in which they are hashed. */
export type Answer =
  | { method: "passkey"; authenticator_data: string; client_data_json: string; signature: string }
  | { method: "device_key"; signature: string };

export function readAnswer(value: unknown): Answer | undefined {
  if (!isObject(value) || !isBinary(value["signature"])) return undefined;
  const { method, authenticator_data, client_data_json, signature } = value;
  if (method === "device_key") return hasKeys(value, ["method", "signature"]) ? { method, signature } : undefined;
  const isWhole = hasKeys(value, ["method", "authenticator_data", "client_data_json", "signature"]);
  if (method !== "passkey" || !isWhole || !isBinary(authenticator_data) || !isBinary(client_data_json)) return undefined;
  return { method, authenticator_data, client_data_json, signature };
}

function isBinary(value: unknown): value is string {
  return typeof value === "string" && fromBase64Url(value) !== undefined;
}

/** Says what is wrong with an answer over a binding's canonical bytes; `undefined` if it holds. */
export async function isAuthorisedBy(key: string, answer: Answer, signed: Bytes, site: Anchors["site"]): Promise<string | undefined> {
  const imported = await importKey(fromBase64Url(key));
  if (!imported) return "the key can't be read";
  const signature = fromBase64Url(answer.signature)!;
  if (answer.method === "device_key") {
    return (await holds(imported, signed, signature)) ? undefined : "the authorisation was signed by another key";
  }
  const [authenticator, client] = [fromBase64Url(answer.authenticator_data)!, fromBase64Url(answer.client_data_json)!];
  if (Math.max(authenticator.length, client.length) > maxPartBytes) return "a part of the authorisation is too large";
  const wrong = checkClient(client, await digest("SHA-256", signed), site.origins) ?? checkAuthenticator(authenticator, await digest("SHA-256", encode(site.rp_id)));
  if (wrong !== undefined) return wrong;
  const message = concat(authenticator, await digest("SHA-256", client));
  const raw = rawSignature(signature, 32);
  return raw && (await holds(imported, message, raw)) ? undefined : "the authorisation was signed by another key";
}

async function importKey(spki: Bytes | undefined): Promise<CryptoKey | undefined> {
  if (!spki) return undefined;
  try {
    return await crypto.subtle.importKey("spki", own(spki), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  } catch {
    return undefined;
  }
}

async function holds(key: CryptoKey, message: Bytes, signature: Bytes): Promise<boolean> {
  return signature.length === 64 && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, own(signature), own(message));
}

function checkClient(json: Bytes, challenge: Bytes, origins: string[]): string | undefined {
  const data = parseJson(json);
  if (!isObject(data) || typeof data["challenge"] !== "string" || typeof data["origin"] !== "string") return "the browser's statement can't be read";
  if (data["type"] !== "webauthn.get") return "the browser's statement is no sign-in assertion";
  const named = fromBase64Url(data["challenge"]);
  if (!named || !equal(named, challenge)) return "the authorisation is about something else";
  return data["crossOrigin"] === true || !origins.includes(data["origin"]) ? "the authorisation was made on another site" : undefined;
}

function checkAuthenticator(data: Bytes, site: Bytes): string | undefined {
  if (data.length < minAuthenticatorDataBytes) return "the authenticator's statement can't be read";
  if (!equal(data.subarray(0, 32), site)) return "the authenticator answered for another site";
  if ((data[32]! & userPresent) === 0) return "the authenticator saw no user";
  return (data[32]! & userVerified) === 0 ? "the authenticator did not verify the user" : undefined;
}
