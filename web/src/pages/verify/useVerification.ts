import { useCallback, useEffect, useRef, useState } from "react";
import { type Bytes, latin } from "@/verify/bytes";
import type { Line, Verdict } from "@/verify/verdict";
import type { Kind, Reply, Task } from "@/verify/worker";

/** A file that was chosen. */
export interface Chosen {
  name: string;
  kind: Kind;
  bytes: Bytes;
}

export type Verification =
  | { state: "idle" }
  | { state: "checking"; file: Chosen; lines: Line[] }
  | { state: "done"; file: Chosen; verdict: Verdict; at: number }
  | { state: "stopped"; file: Chosen };

/** Reads a file; what begins as a PDF is one, and all else is taken for a bundle. */
export async function choose(file: File): Promise<Chosen> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, kind: latin(bytes.subarray(0, 5)) === "%PDF-" ? "document" : "bundle", bytes };
}

/** Checks files in a worker that is loaded with the page, so that the page works without the network from then on. */
export function useVerification() {
  const worker = useRef<Worker>(undefined);
  const busy = useRef(false);
  const [verification, setVerification] = useState<Verification>({ state: "idle" });

  const start = useCallback(() => {
    worker.current?.terminate();
    worker.current = new Worker(new URL("../../verify/worker.ts", import.meta.url), { type: "module" });
  }, []);

  useEffect(() => {
    start();
    return () => worker.current?.terminate();
  }, [start]);

  const check = useCallback((file: Chosen, pinned: Task["pinned"]) => {
    // One that still checks an earlier file is given up; an idle one stays, so that no network is needed.
    if (busy.current) start();
    busy.current = true;
    const current = worker.current!;
    const lines: Line[] = [];
    const now = Math.floor(Date.now() / 1000);
    setVerification({ state: "checking", file, lines });
    current.onmessage = ({ data }: MessageEvent<Reply>) => {
      if ("verdict" in data) {
        busy.current = false;
        return setVerification({ state: "done", file, verdict: data.verdict, at: now });
      }
      lines.push(data.line);
      setVerification({ state: "checking", file, lines: [...lines] });
    };
    current.onerror = () => {
      start();
      busy.current = false;
      setVerification({ state: "stopped", file });
    };
    current.postMessage({ kind: file.kind, bytes: file.bytes, ...(pinned ? { pinned } : {}), now } satisfies Task);
  }, [start]);

  return { verification, check, clear: useCallback(() => setVerification({ state: "idle" }), []) };
}
