"""Judges a log with pymerkle: log_judge.py < JSON; fails where it disagrees.

{"entries": [hex…], "roots": {size: hex}, "proofs": [{"size": n, "index": n, "path": [hex…]}]}
"""

import json
import sys

from pymerkle import InmemoryTree


def main():
    claimed = json.load(sys.stdin)
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries([bytes.fromhex(entry) for entry in claimed["entries"]])
    for size, root in claimed["roots"].items():
        own = tree.get_root(int(size)).hex()
        assert own == root, f"the root of {size} entries is {own}, not {root}"
    for proof in claimed["proofs"]:
        # pymerkle counts from one, and begins a path with the leaf itself.
        own = tree.prove_inclusion(proof["index"] + 1, proof["size"])
        path = [digest.hex() for digest in own.path[1:]]
        assert path == proof["path"], f"another path to {proof['index']} of {proof['size']}: {path}"
        own.verify(tree.get_leaf(proof["index"] + 1), tree.get_root(proof["size"]))
    print(len(claimed["proofs"]))


if __name__ == "__main__":
    main()
