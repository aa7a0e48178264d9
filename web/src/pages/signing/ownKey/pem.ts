/** Certificates as files hold them: PEM (RFC 7468), several in a row, or one in DER. */

const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** The certificates of a file, DER in base64, in their order; none if it holds none. */
export function certificatesIn(file: Uint8Array): string[] {
  const text = new TextDecoder("latin1").decode(file);
  const found = [...text.matchAll(block)].map((match) => match[1]!.replace(/\s/g, ""));
  if (found.length > 0) return found;
  return file[0] === 0x30 ? [base64(file)] : [];
}

/** Bytes as PEM. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
