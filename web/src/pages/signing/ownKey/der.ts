/** Writing the little DER (X.690) that a browser's own key needs. */

export const tags = { integer: 0x02, bits: 0x03, oid: 0x06, utf8: 0x0c, sequence: 0x30, set: 0x31, attributes: 0xa0 };

/** A value with its tag and length in front. */
export function der(tag: number, ...contents: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = contents.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return joined([Uint8Array.of(tag, ...lengthOf(length)), ...contents]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** ECDSA-Sig-Value (RFC 3279) of the r and s that WebCrypto gives one after the other. */
export function ecdsaValue(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const half = raw.byteLength / 2;
  return der(tags.sequence, unsigned(raw.subarray(0, half)), unsigned(raw.subarray(half)));
}

/** An INTEGER is as short as it can be and its first bit is its sign. */
function unsigned(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return der(tags.integer, short[0]! >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), short);
}
