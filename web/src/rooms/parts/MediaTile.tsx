import { AudioMutedOutlined, DesktopOutlined } from "@ant-design/icons";
import { type ReactNode, useEffect, useRef } from "react";

import { watchPicture } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "./parts.module.css";

interface Props {
  /** What the picture is of: a face, unless it says otherwise. */
  source?: "camera" | "screen";
  stream: MediaStream | undefined;
  name: string;
  caption?: string | undefined;
  muted?: boolean;
  speaking?: boolean;
  /** The viewer's own picture: mirrored and silent. */
  own?: boolean;
  wide?: boolean;
  actions?: ReactNode;
  className?: string | undefined;
}

/** One participant's picture with the name on it, or a monogram while there is none. */
export function MediaTile(props: Props) {
  const { source = "camera", stream, name, caption, muted, speaking, own, wide, actions, className } = props;
  const t = useT();
  const screen = source === "screen";
  const classes = [
    styles.tile,
    wide && styles.wide,
    screen && styles.contain,
    own && !screen && styles.mirrored,
    speaking && styles.speaking,
    className,
  ];
  return (
    <figure className={classes.filter(Boolean).join(" ")} style={{ margin: 0 }} data-testid="tile" data-source={source}>
      {stream ? <Picture stream={stream} label={name} /> : <Monogram name={name} caption={caption} />}
      {actions && <div className={styles.tileActions}>{actions}</div>}
      {muted && !screen && (
        <span className={styles.off} title={t("rooms-muted")}>
          <AudioMutedOutlined aria-hidden="true" /> <span>{t("rooms-muted")}</span>
        </span>
      )}
      <figcaption className={styles.nameplate}>
        {screen && <DesktopOutlined aria-hidden="true" />}
        <span>{screen ? t("rooms-screen-of", { name }) : own ? t("rooms-you", { name }) : name}</span>
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
    const unwatch = watchPicture(stream, element);
    return () => {
      unwatch();
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
