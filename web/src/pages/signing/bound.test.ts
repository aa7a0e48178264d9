import { describe, expect, it } from "vitest";

import { toBase64url } from "./base64url";
import { boundOf, isGenuine } from "./bound";
import type { SigningRequest } from "./request";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const sha256 = async (data: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hexOf = (data: Uint8Array) => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const frozen = bytes("%PDF-1.7 the text\n%%EOF\n");
const signed = bytes("%PDF-1.7 the text\n%%EOF\na signature\n%%EOF\n");

async function request(extra: object = {}): Promise<SigningRequest> {
  const binding = { agreement_id: "a", consent: { language: "en", text: "I agree." }, document_sha256: hexOf(await sha256(frozen)), signer_id: "s", ...extra };
  const canonical = JSON.stringify(binding);
  return { signatory: "s", binding, canonical, challenge: toBase64url((await sha256(bytes(canonical))).buffer), rp_id: "localhost", keys: [], device_keys_allowed: true } as unknown as SigningRequest;
}

describe("what is bound", () => {
  it("is genuine when the document on the page grew out of the bound bytes", async () => {
    expect(await isGenuine(await request(), "a", frozen)).toBe(true);
    expect(await isGenuine(await request(), "a", signed)).toBe(true);
  });

  it("is not when another document is on the page", async () => {
    expect(await isGenuine(await request(), "a", bytes("%PDF-1.7 another text\n%%EOF\n"))).toBe(false);
  });

  it("is not when the challenge is of something else, or it is about another agreement or signatory", async () => {
    const good = await request();
    expect(await isGenuine({ ...good, canonical: good.canonical.replace("I agree.", "I agree to all.") }, "a", frozen)).toBe(false);
    expect(await isGenuine(good, "b", frozen)).toBe(false);
    expect(await isGenuine({ ...good, signatory: "t" }, "a", frozen)).toBe(false);
  });

  it("has a witness see the signature that it attests", async () => {
    const attests = await request({ attested_revision_sha256: hexOf(await sha256(signed)) });
    expect(await isGenuine(attests, "a", frozen)).toBe(false);
    expect(await isGenuine(attests, "a", signed)).toBe(true);
  });

  it("shows the consent that is signed, not one beside it", async () => {
    const good = await request();
    const forged = { ...good, binding: { ...good.binding, consent: { language: "en", text: "Something else." } } };
    expect(boundOf(forged).consent.text).toBe("I agree.");
  });
});
