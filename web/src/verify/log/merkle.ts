/** Inclusion in a Merkle tree: RFC 6962 hashes, and the algorithm of RFC 9162, section 2.1.3.2. */

import { type Bytes, concat, digest, equal } from "../bytes";

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export function leafHash(entry: Uint8Array): Promise<Bytes> {
  return digest("SHA-256", concat(leafPrefix, entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return digest("SHA-256", concat(nodePrefix, left, right));
}

/** Whether `leaf` is at `index` of the tree with `size` leaves and this `root`. */
export async function includes(root: Uint8Array, size: bigint, index: bigint, leaf: Uint8Array, path: Uint8Array[]): Promise<boolean> {
  if (index >= size) return false;
  let [fn, sn] = [index, size - 1n];
  let r = leaf;
  for (const p of path) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      r = await nodeHash(p, r);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      r = await nodeHash(r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equal(r, root);
}
