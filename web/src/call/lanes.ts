import type { Source } from "./protocol";

/** The codecs a room may ask its senders to prefer. */
export type VideoCodec = "vp8" | "vp9";

/** Three sizes of a camera, so that the server can give everyone what they show and their line bears. */
const CAMERA: RTCRtpEncodingParameters[] = [
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];

/** A screen goes whole and before everything else: text that is scaled down can't be read. */
const SCREEN: RTCRtpEncodingParameters[] = [{ maxBitrate: 2_500_000, priority: "high", networkPriority: "high" }];

const SOUND: RTCRtpEncodingParameters[] = [{ priority: "high", networkPriority: "high" }];

function encodingsFor(source: Source): RTCRtpEncodingParameters[] {
  if (source === "camera") return CAMERA;
  return source === "screen" ? SCREEN : SOUND;
}

/** Opens the section that carries a source from now on. */
export function openLane(peer: RTCPeerConnection, source: Source, track: MediaStreamTrack, codec: VideoCodec = "vp8"): RTCRtpTransceiver {
  const sendEncodings = encodingsFor(source).map((encoding) => ({ ...encoding }));
  const lane = peer.addTransceiver(track, { direction: "sendonly", sendEncodings });
  if (track.kind === "video") prefer(lane, codec);
  return lane;
}

/** VP8 is what every browser here decodes; the rest stay as fall-backs. */
function prefer(lane: RTCRtpTransceiver, codec: VideoCodec): void {
  const codecs = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
  lane.setCodecPreferences(inOrder(codecs, codec));
}

/** Sorts the codecs: the one preferred, then VP8, then the rest as the browser has them. */
export function inOrder<T extends { mimeType: string }>(codecs: readonly T[], preferred: VideoCodec): T[] {
  const rank = ({ mimeType }: T) => {
    const name = mimeType.toLowerCase();
    return name === `video/${preferred}` ? 0 : name === "video/vp8" ? 1 : 2;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}
