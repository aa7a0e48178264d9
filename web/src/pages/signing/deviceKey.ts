import { toBase64url } from "./base64url";
import { deviceKeys } from "./keyStore";

/** A key that lives in this browser alone and can't be copied out of it. */
export interface DeviceKey {
  /** The server's id of it. */
  id: string;
  pair: CryptoKeyPair;
}

/** The key this browser holds for a person, if any. */
export async function deviceKeyOf(person: string): Promise<DeviceKey | undefined> {
  return deviceKeys.get<DeviceKey>(person);
}

/**
 * Makes a P-256 key whose private half can't leave the browser, registers its public half (SubjectPublicKeyInfo,
 * base64url) and keeps it under the person.
 */
export async function makeDeviceKey(person: string, register: (publicKey: string) => Promise<string>): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const publicKey = toBase64url(await crypto.subtle.exportKey("spki", pair.publicKey));
  const key: DeviceKey = { id: await register(publicKey), pair };
  await deviceKeys.put(person, key);
  return key;
}

/** Signs the canonical binding: 64 bytes r and s, base64url. */
export async function signWithDeviceKey(key: DeviceKey, canonical: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.pair.privateKey, new TextEncoder().encode(canonical));
  return toBase64url(signature);
}
