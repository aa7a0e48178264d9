/** Checks in a thread of its own, so that the page stays usable; says each check's outcome as it is known. */

import type { Bytes } from "./bytes";
import type { Line, Verdict } from "./verdict";
import { verify, verifyDocument } from "./verify";

/** A whole bundle, or a signed PDF alone. */
export type Kind = "bundle" | "document";

export interface Task {
  kind: Kind;
  bytes: Bytes;
  pinned?: { anchors: unknown };
  now: number;
}

export type Reply = { line: Line } | { verdict: Verdict };

const scope = self as unknown as { postMessage(reply: Reply): void; onmessage: (event: MessageEvent<Task>) => void };

scope.onmessage = ({ data: { kind, bytes, pinned, now } }) => {
  const check = kind === "bundle" ? verify : verifyDocument;
  const told = (line: Line) => scope.postMessage({ line });
  void check({ bundle: bytes, ...(pinned ? { pinned } : {}), now, told }).then((verdict) => scope.postMessage({ verdict }));
};
