import { useEffect, useRef } from "react";

import { put } from "@/api/client";
import type { Item } from "@/api/types";
import type { Call, Role } from "@/call";
import { useStore } from "./useStore";

const WIDTH = 480;
const FIRST_MS = 2_000;
const EVERY_MS = 30_000;

/**
 * While this page sends a picture from a live room's stage, lends the lobby a still of it from time to time. Those do
 * who belong on it: of who came to watch and was called up no picture goes out of the room, and none out of a talk.
 */
export function useStill(item: Item | undefined, call: Call): void {
  const { local } = useStore(call.media);
  const room = useStore(call.room);
  const entered = useRef<{ call: Call; role: Role }>(undefined);
  if (room && entered.current?.call !== call) entered.current = { call, role: room.me.role };
  const own = room?.participants.find(({ id }) => id === room.me.participant);
  const lends = own?.on_stage === true && entered.current?.role !== "viewer" && item?.kind !== "negotiation";
  const stream = lends ? (local.screen ?? local.camera) : undefined;
  const live = item?.state === "live" ? item.id : undefined;
  useEffect(() => {
    if (!stream || !live) return;
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    video.play().catch(() => undefined);
    const lend = () => {
      void draw(video).then((still) => still && put(`/items/${live}/still`, still).catch(() => undefined));
    };
    const first = setTimeout(lend, FIRST_MS);
    const timer = setInterval(lend, EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      video.srcObject = null;
    };
  }, [stream, live]);
}

function draw(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * height) / width);
  const pen = canvas.getContext("2d");
  if (!pen || !width || !height) return Promise.resolve(null);
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", 0.7);
  });
}
