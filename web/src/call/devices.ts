import { preferences } from "./preferences";
import type { Source } from "./protocol";
import { Store } from "./store";

/** What a participant can pick from, and what is picked. */
export interface Devices {
  cameras: Device[];
  microphones: Device[];
  speakers: Device[];
}

export interface Device {
  id: string;
  label: string;
}

/** Why the browser gave no track; each has a text of its own. */
export type CaptureProblem =
  | "capture-denied"
  | "capture-not-found"
  | "capture-in-use"
  | "capture-unsupported"
  | "capture-failed";

export class CaptureError extends Error {
  constructor(
    readonly code: CaptureProblem,
    readonly source: Source,
    cause: unknown,
  ) {
    super(`${source}: ${code}`, { cause });
    this.name = "CaptureError";
  }
}

/** Lists devices and keeps the list current; labels appear once the viewer has granted access. */
export class DeviceList extends Store<Devices> {
  constructor() {
    super({ cameras: [], microphones: [], speakers: [] });
  }

  start(): () => void {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return () => undefined;
    const refresh = () => void this.refresh();
    media.addEventListener("devicechange", refresh);
    refresh();
    return () => {
      media.removeEventListener("devicechange", refresh);
    };
  }

  async refresh(): Promise<void> {
    const found = await navigator.mediaDevices.enumerateDevices();
    this.set(byKind(found));
  }
}

export function byKind(found: Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]): Devices {
  const of = (kind: MediaDeviceKind) =>
    found
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return { cameras: of("videoinput"), microphones: of("audioinput"), speakers: of("audiooutput") };
}

/** What one act of capturing gave: a screen may bring its sound along. */
export type Captured = Partial<Record<Source, MediaStreamTrack>>;

/** Opens a camera, a microphone or a screen. */
export async function capture(source: "camera" | "microphone" | "screen", deviceId?: string): Promise<Captured> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) throw new CaptureError("capture-unsupported", source, undefined);
  try {
    const stream = await open(media, source, deviceId);
    return named(source, stream);
  } catch (error) {
    throw new CaptureError(problemOf(error), source, error);
  }
}

function named(source: "camera" | "microphone" | "screen", stream: MediaStream): Captured {
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (video) video.contentHint = source === "screen" ? "detail" : "motion";
  if (audio) audio.contentHint = source === "screen" ? "music" : "speech";
  if (source === "microphone") return audio ? { microphone: audio } : {};
  if (source === "camera") return video ? { camera: video } : {};
  return { ...(video && { screen: video }), ...(audio && { screen_audio: audio }) };
}

function open(media: MediaDevices, source: Source, deviceId?: string): Promise<MediaStream> {
  const remembered = source === "camera" || source === "microphone" ? preferences()[source] : undefined;
  const exact = deviceId ? { deviceId: { exact: deviceId } } : remembered ? { deviceId: { ideal: remembered } } : {};
  if (source === "camera") {
    return media.getUserMedia({
      video: { ...exact, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    });
  }
  if (source === "microphone") {
    return media.getUserMedia({
      audio: { ...exact, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  }
  return media.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } }, audio: true });
}

/** Names the browser's refusal by a code the interface has words for. */
export function problemOf(error: unknown): CaptureProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "capture-denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "capture-not-found";
  if (name === "NotReadableError" || name === "AbortError") return "capture-in-use";
  if (name === "TypeError" || name === "NotSupportedError") return "capture-unsupported";
  return "capture-failed";
}
