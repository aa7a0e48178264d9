/** Trust anchors: whom one who checks a bundle believes. */

import { encode, fromBase64, sha256 } from "./bytes";
import { hasKeys, isObject, isTexts } from "./json";
import { type VerifierKey, readKey } from "./log/key";
import { type Certificate, tryCertificate } from "./pki/certificate";

/** The file `trust.json`. */
export interface Anchors {
  version: number;
  /** Whose certificates sign. */
  roots: string[];
  /** Whose certificates date. */
  timestamp_roots: string[];
  logs: string[];
  witnesses: string[];
  site: { rp_id: string; origins: string[] };
}

/** Root certificates, of signers and of timestamp authorities. */
export interface Roots {
  signers: Certificate[];
  timestamps: Certificate[];
}

/** Anchors that were read. */
export interface Trust {
  roots: Roots;
  logs: VerifierKey[];
  witnesses: VerifierKey[];
  site: Anchors["site"];
}

/** Whether a value has the shape of anchors; unknown keys are refused. */
export function isAnchors(value: unknown): value is Anchors {
  return (
    isObject(value) && hasKeys(value, ["version", "roots", "timestamp_roots", "logs", "witnesses", "site"]) &&
    Number.isInteger(value["version"]) && isTexts(value["roots"]) && isTexts(value["timestamp_roots"]) && isTexts(value["logs"]) && isTexts(value["witnesses"]) &&
    isObject(value["site"]) && hasKeys(value["site"], ["rp_id", "origins"]) &&
    typeof value["site"]["rp_id"] === "string" && isTexts(value["site"]["origins"])
  );
}

/** SHA-256 over the anchors' JSON without white space, keys in the order of BUNDLE.md. */
export function fingerprint({ version, roots, timestamp_roots, logs, witnesses, site }: Anchors): Promise<string> {
  const { rp_id, origins } = site;
  return sha256(encode(JSON.stringify({ version, roots, timestamp_roots, logs, witnesses, site: { rp_id, origins } })));
}

/** Reads the anchors' parts; `undefined` if one can't be read. */
export async function readTrust(anchors: Anchors): Promise<Trust | undefined> {
  const [signers, timestamps, logs, witnesses] = await Promise.all([
    readPem(anchors.roots.join("")),
    readPem(anchors.timestamp_roots.join("")),
    readAll(anchors.logs, readKey),
    readAll(anchors.witnesses, readKey),
  ]);
  if (anchors.version !== 1 || !signers || !timestamps || !logs || logs.length === 0 || !witnesses) return undefined;
  return { roots: { signers, timestamps }, logs, witnesses, site: anchors.site };
}

async function readAll<T>(texts: string[], read: (text: string) => Promise<T | undefined>): Promise<T[] | undefined> {
  const all = (await Promise.all(texts.map(read))).filter((item) => item !== undefined);
  return all.length === texts.length ? all : undefined;
}

const pemBlock = /-----BEGIN CERTIFICATE-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END CERTIFICATE-----/g;

/** Reads certificates in PEM, one after another, with nothing but white space around them. */
async function readPem(text: string): Promise<Certificate[] | undefined> {
  if (text.replace(pemBlock, "").trim() !== "") return undefined;
  return readAll([...text.matchAll(pemBlock)].map((match) => match[1] ?? ""), async (base64) => {
    const der = fromBase64(base64.replace(/\s/g, ""));
    return der && tryCertificate(der);
  });
}
