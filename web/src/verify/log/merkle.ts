/** Inclusion in a Merkle tree and its growth: RFC 6962 hashes, and the algorithms of RFC 9162, section 2.1. */

import { type Bytes, concat, digest, equal } from "../bytes";

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** A tree by how many leaves it has, and its root. */
export interface Tree {
  size: bigint;
  root: Uint8Array;
}

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

/** Whether the later tree extends the earlier one: RFC 9162, section 2.1.4.2. */
export async function extendsTree(earlier: Tree, later: Tree, path: Uint8Array[]): Promise<boolean> {
  if (earlier.size === later.size) return path.length === 0 && equal(earlier.root, later.root);
  if (earlier.size === 0n || earlier.size > later.size) return false;
  let [fn, sn] = [earlier.size - 1n, later.size - 1n];
  while ((fn & 1n) === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  // A perfect earlier tree is the first node of the path, and so is left out of it.
  const isPerfect = (earlier.size & (earlier.size - 1n)) === 0n;
  const [first, ...rest] = isPerfect ? [earlier.root, ...path] : path;
  if (!first) return false;
  let [fr, sr] = [first, first];
  for (const c of rest) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      [fr, sr] = [await nodeHash(c, fr), await nodeHash(c, sr)];
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = await nodeHash(sr, c);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && equal(fr, earlier.root) && equal(sr, later.root);
}
