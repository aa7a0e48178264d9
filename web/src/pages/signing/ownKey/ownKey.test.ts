import { execFileSync } from "node:child_process";
import { verify } from "node:crypto";
import { describe, expect, it } from "vitest";

import { certificateRequest } from "./certificateRequest";
import { ecdsaValue } from "./der";
import { base64, certificatesIn, fromBase64, pem } from "./pem";

const p256 = { name: "ECDSA", namedCurve: "P-256" };

describe("a key in the browser", () => {
  it("asks for its certificate in a form that OpenSSL accepts, for names in any script", async () => {
    const pair = await crypto.subtle.generateKey(p256, false, ["sign", "verify"]);
    const request = await certificateRequest(pair, { name: "王小明 Wang Xiaoming", organisation: "北方膜材料".repeat(20) });
    const said = execFileSync("openssl", ["req", "-verify", "-noout", "-subject", "-nameopt", "utf8,sep_comma_plus"], { input: request, stdio: ["pipe", "pipe", "pipe"] });
    expect(said.toString()).toContain("王小明 Wang Xiaoming");
  });

  it("gives signatures as CMS carries them, however short r and s are", async () => {
    const pair = await crypto.subtle.generateKey(p256, true, ["sign", "verify"]);
    const key = { key: Buffer.from(await crypto.subtle.exportKey("spki", pair.publicKey)), format: "der", type: "spki" } as const;
    for (let number = 0; number < 300; number += 1) {
      const message = Buffer.from(String(number));
      const raw = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message));
      expect(verify("sha256", message, { ...key, dsaEncoding: "der" }, ecdsaValue(raw))).toBe(true);
    }
    expect([...ecdsaValue(Uint8Array.of(0, 0, 0x80, 1))]).toEqual([0x30, 8, 2, 1, 0, 2, 3, 0, 0x80, 1]);
  });
});

describe("a file of certificates", () => {
  it("holds several in PEM or one in DER", () => {
    const [first, second] = [Uint8Array.of(0x30, 1, 2), Uint8Array.of(0x30, 3, 4, 5)];
    const text = `Bag Attributes\n${pem("CERTIFICATE", first)}\r\n${pem("CERTIFICATE", second)}`;
    expect(certificatesIn(new TextEncoder().encode(text))).toEqual([base64(first), base64(second)]);
    expect(certificatesIn(first).map(fromBase64)).toEqual([first]);
  });

  it("holds none where there is none", () => {
    expect(certificatesIn(new TextEncoder().encode("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))).toEqual([]);
    expect(certificatesIn(new Uint8Array())).toEqual([]);
  });
});
