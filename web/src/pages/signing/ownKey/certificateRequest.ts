import { der, ecdsaValue, tags } from "./der";
import { pem } from "./pem";

const organisation = Uint8Array.of(0x55, 0x04, 0x0a);
const commonName = Uint8Array.of(0x55, 0x04, 0x03);
/** ecdsa-with-SHA256 (RFC 5758). */
const ecdsaWithSha256 = Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);

/** A certification request (PKCS #10, RFC 2986) in PEM, for the firm's own authority to issue a certificate to. */
export async function certificateRequest(pair: CryptoKeyPair, subject: { name: string; organisation: string }): Promise<string> {
  const key = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const name = der(tags.sequence, part(organisation, subject.organisation), part(commonName, subject.name));
  const about = der(tags.sequence, der(tags.integer, Uint8Array.of(0)), name, key, der(tags.attributes));
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, about);
  const algorithm = der(tags.sequence, der(tags.oid, ecdsaWithSha256));
  const signature = der(tags.bits, Uint8Array.of(0), ecdsaValue(new Uint8Array(raw)));
  return pem("CERTIFICATE REQUEST", der(tags.sequence, about, algorithm, signature));
}

function part(oid: Uint8Array, value: string): Uint8Array {
  return der(tags.set, der(tags.sequence, der(tags.oid, oid), der(tags.utf8, new TextEncoder().encode(value))));
}
