import { type RefObject, useEffect, useState } from "react";

import { watchPicture } from "@/call";

/** A picture that stands still this long has failed. */
const FROZEN_MS = 4_000;
const LOOK_MS = 500;

/** Shows a stream in a video element and tells whether its picture moves. */
export function usePicture(video: RefObject<HTMLVideoElement | null>, stream: MediaStream | undefined): boolean {
  const [flows, setFlows] = useState(false);
  useEffect(() => {
    const element = video.current;
    setFlows(false);
    if (!element || !stream) return;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    const unwatch = watchPicture(stream, element);
    let frames = 0;
    let movedAt = Number.NEGATIVE_INFINITY;
    const timer = setInterval(() => {
      const now = element.getVideoPlaybackQuality().totalVideoFrames;
      if (now !== frames) movedAt = performance.now();
      frames = now;
      setFlows(performance.now() - movedAt < FROZEN_MS);
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      unwatch();
      element.srcObject = null;
    };
  }, [video, stream]);
  return flows;
}
