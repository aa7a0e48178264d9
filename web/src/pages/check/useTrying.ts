import { useEffect, useState } from "react";

import { post } from "@/api/client";
import { DeviceList, type Devices, LevelMeter, NetworkCheck, type RoomGrant } from "@/call";
import { useStore } from "@/rooms/useStore";
import type { Captured } from "./useCapture";

/** The devices the browser knows; their names appear once one was opened, so it asks again when `turn` changes. */
export function useDevices(turn: string): Devices {
  const [list] = useState(() => new DeviceList());
  useEffect(() => list.start(), [list, turn]);
  return useStore(list);
}

/** A level above which it is a voice and not the room's own noise. */
const VOICE = 0.35;

/** How loud the microphone is, and whether a voice was heard since it was opened. */
export function useLevel(captured: Captured): { level: number; heard: boolean } {
  const [meter] = useState(() => new LevelMeter());
  const level = useStore(meter);
  const stream = captured.state === "open" ? captured.stream : undefined;
  const [heardOf, setHeardOf] = useState<MediaStream>();
  useEffect(() => {
    if (!stream) return;
    meter.start(stream);
    return () => {
      meter.stop();
    };
  }, [meter, stream]);
  useEffect(() => {
    if (stream && level > VOICE) setHeardOf(stream);
  }, [stream, level]);
  return { level, heard: stream !== undefined && heardOf === stream };
}

/** The test of the line; it ends with the page. */
export function useNetworkCheck(): NetworkCheck {
  const [check] = useState(() => new NetworkCheck(() => post<RoomGrant>("/rooms/check")));
  useEffect(
    () => () => {
      check.stop();
    },
    [check],
  );
  return check;
}
