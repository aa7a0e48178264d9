import { tryCertificate } from "@/verify/pki/certificate";
import { ownKeys } from "../keyStore";
import { fromBase64 } from "./pem";

/** A key that lives in this browser alone, and the certificate that the firm's authority issued for it. */
export interface BrowserKey {
  pair: CryptoKeyPair;
  /** DER in base64, its own first; empty until it was issued. */
  chain: string[];
}

/** The key this browser holds for a person's signatures, if any. */
export async function browserKeyOf(person: string): Promise<BrowserKey | undefined> {
  return ownKeys.get<BrowserKey>(person);
}

/** Makes a P-256 key whose private half can't leave the browser; one made before is forgotten. */
export async function makeBrowserKey(person: string): Promise<BrowserKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  return keep(person, { pair, chain: [] });
}

/** Keeps the certificate with its key; `undefined` if it is another key's. */
export async function keepCertificate(person: string, key: BrowserKey, chain: string[]): Promise<BrowserKey | undefined> {
  const own = new Uint8Array(await crypto.subtle.exportKey("spki", key.pair.publicKey));
  const isOwn = (der: string) => {
    const certificate = tryCertificate(fromBase64(der));
    return certificate !== undefined && certificate.key.length === own.length && own.every((byte, at) => certificate.key[at] === byte);
  };
  const first = chain.find(isOwn);
  return first === undefined ? undefined : keep(person, { ...key, chain: [first, ...chain.filter((der) => der !== first)] });
}

async function keep(person: string, key: BrowserKey): Promise<BrowserKey> {
  await ownKeys.put(person, key);
  return key;
}
