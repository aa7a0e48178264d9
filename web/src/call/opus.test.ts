import { expect, it } from "vitest";

import { wantSpeech } from "./opus";

const sdp = (fmtp: string) =>
  ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "a=mid:0", "a=rtpmap:111 opus/48000/2", ...(fmtp ? [fmtp] : []), "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:1", "a=rtpmap:111 opus/48000/2", ""].join("\r\n");

it("adds to what is said about Opus, in the voice's section alone", () => {
  expect(wantSpeech(sdp("a=fmtp:111 minptime=10;useinbandfec=0"), new Set(["0"]))).toBe(sdp("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1"));
});

it("says it where nothing was said", () => {
  expect(wantSpeech(sdp(""), new Set(["0"]))).toBe(sdp("a=fmtp:111 useinbandfec=1;usedtx=1"));
});

it("leaves sections alone that carry no Opus", () => {
  const video = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtpmap:96 VP8/90000\r\n";
  expect(wantSpeech(video, new Set(["0"]))).toBe(video);
});
