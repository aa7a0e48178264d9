import { useCallback, useEffect, useState } from "react";

import { CaptureError, type CaptureProblem, capture, remember } from "@/call";

/** What one device gives: nothing asked yet, asking, a stream, or the reason why not. */
export type Captured =
  | { state: "idle" | "asking" }
  | { state: "open"; stream: MediaStream; deviceId: string | undefined }
  | { state: "failed"; problem: CaptureProblem };

/** Opens a camera or a microphone for a try, and closes it with the page. */
export function useCapture(source: "camera" | "microphone"): { captured: Captured; open: (deviceId?: string) => void } {
  const [captured, setCaptured] = useState<Captured>({ state: "idle" });
  const open = useCallback(
    (deviceId?: string) => {
      setCaptured({ state: "asking" });
      if (deviceId) remember({ [source]: deviceId });
      capture(source, deviceId).then(
        (tracks) => {
          const track = tracks[source];
          if (track) setCaptured({ state: "open", stream: new MediaStream([track]), deviceId: track.getSettings().deviceId });
        },
        (error: unknown) => {
          setCaptured({ state: "failed", problem: error instanceof CaptureError ? error.code : "capture-failed" });
        },
      );
    },
    [source],
  );
  useEffect(() => {
    if (captured.state !== "open") return;
    const [track] = captured.stream.getTracks();
    // A device that is pulled out while it is tried must not look as if it still worked.
    const ended = () => {
      setCaptured({ state: "failed", problem: "capture-not-found" });
    };
    track?.addEventListener("ended", ended);
    return () => {
      track?.removeEventListener("ended", ended);
      track?.stop();
    };
  }, [captured]);
  return { captured, open };
}
