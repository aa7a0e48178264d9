import { SoundOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";

import { Fader } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "./parts.module.css";

interface Props {
  streams: { id: string; stream: MediaStream; gain: number }[];
  speakerId?: string | undefined;
}

/**
 * Plays everyone's sound, apart from the pictures, so that moving a tile never interrupts a voice. Where the
 * browser holds sound back until a gesture, it offers the gesture.
 */
export function Voices({ streams, speakerId }: Props) {
  const t = useT();
  const [held, setHeld] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const resume = () => {
    for (const audio of root.current?.querySelectorAll("audio") ?? []) void audio.play();
    setHeld(false);
  };
  return (
    <div ref={root} style={{ display: "contents" }}>
      {streams.map(({ id, stream, gain }) => (
        <Voice
          key={id}
          id={id}
          stream={stream}
          gain={gain}
          speakerId={speakerId}
          onHeld={() => {
            setHeld(true);
          }}
        />
      ))}
      {held && (
        <button type="button" className={`${styles.tool ?? ""} ${styles.call ?? ""}`} onClick={resume}>
          <SoundOutlined aria-hidden="true" /> {t("rooms-turn-sound-on")}
        </button>
      )}
    </div>
  );
}

interface VoiceProps {
  id: string;
  stream: MediaStream;
  gain: number;
  speakerId?: string | undefined;
  onHeld: () => void;
}

function Voice({ id, stream, gain, speakerId, onHeld }: VoiceProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const held = useRef(onHeld);
  held.current = onHeld;
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === "NotAllowedError") held.current();
    });
  }, [stream]);
  useEffect(() => {
    if (speakerId) void audio.current?.setSinkId(speakerId).catch(() => undefined);
  }, [speakerId]);
  const fader = useRef<Fader>(undefined);
  useEffect(() => {
    if (!audio.current) return;
    const made = new Fader(audio.current);
    fader.current = made;
    return () => {
      made.close();
    };
  }, []);
  useEffect(() => {
    fader.current?.to(gain);
  }, [gain]);
  return <audio ref={audio} autoPlay data-track={id} />;
}
