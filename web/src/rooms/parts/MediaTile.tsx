import { AudioMutedOutlined } from "@ant-design/icons";
import { type ReactNode, useEffect, useRef } from "react";

import { useT } from "@/i18n/useT";
import styles from "./parts.module.css";

interface Props {
  stream: MediaStream | undefined;
  name: string;
  caption?: string | undefined;
  muted?: boolean;
  speaking?: boolean;
  /** The viewer's own picture: mirrored and silent. */
  own?: boolean;
  /** Shows the whole picture rather than filling the tile (screens, documents). */
  contain?: boolean;
  wide?: boolean;
  actions?: ReactNode;
  className?: string | undefined;
}

/** One participant's picture with the name on it, or a monogram while there is none. */
export function MediaTile(props: Props) {
  const { stream, name, caption, muted, speaking, own, contain, wide, actions, className } = props;
  const t = useT();
  const classes = [
    styles.tile,
    wide && styles.wide,
    contain && styles.contain,
    own && !contain && styles.mirrored,
    speaking && styles.speaking,
    className,
  ];
  return (
    <figure className={classes.filter(Boolean).join(" ")} style={{ margin: 0 }} data-testid="tile">
      {stream ? <Picture stream={stream} label={name} /> : <Monogram name={name} caption={caption} />}
      {actions && <div className={styles.tileActions}>{actions}</div>}
      <figcaption className={styles.nameplate}>
        {muted && <AudioMutedOutlined className={styles.off} aria-label={t("rooms-microphone-off")} />}
        <span>{own ? t("rooms-you", { name }) : name}</span>
      </figcaption>
    </figure>
  );
}

function Picture({ stream, label }: { stream: MediaStream; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return <video ref={video} autoPlay playsInline muted aria-label={label} />;
}

function Monogram({ name, caption }: { name: string; caption?: string | undefined }) {
  return (
    <div className={styles.monogram} aria-hidden="true">
      <span>{monogramOf(name)}</span>
      {caption && <span>{caption}</span>}
    </div>
  );
}

/** The family name in Chinese, the initials elsewhere. */
export function monogramOf(name: string): string {
  const trimmed = name.trim();
  if (/^\p{Script=Han}/u.test(trimmed)) return [...trimmed][0] ?? "";
  const words = trimmed.split(/\s+/);
  return [words[0], words.length > 1 ? words[words.length - 1] : ""]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
