import { ClockCircleOutlined, LoadingOutlined, WarningOutlined } from "@ant-design/icons";

import type { LinkState } from "@/call";
import { useT } from "@/i18n/useT";
import { useCodeText } from "../useRoomAction";
import styles from "./parts.module.css";

/** Ends that are no failure: the room is not open yet, or over. */
const CALM = new Set(["room-not-open", "room-ended"]);
/** Ends after which trying again would only say the same. */
const FINAL = new Set(["removed", "forbidden", "not-found"]);

/** Says that the line is away, what is safe and what happens next; nothing while all is well. */
export function ConnectionBanner({ link }: { link: LinkState }) {
  const t = useT();
  const words = useCodeText();
  if (link.phase === "joined" || link.phase === "idle") return null;
  if (link.phase === "ended") {
    if (link.code === "left") return null;
    if (CALM.has(link.code)) {
      return (
        <div className={styles.banner} role="status">
          <ClockCircleOutlined aria-hidden="true" />
          <span>{words(link.code)}</span>
        </div>
      );
    }
    return (
      <div className={`${styles.banner ?? ""} ${styles.bad ?? ""}`} role="alert">
        <WarningOutlined />
        <span>
          {words(link.code)} <small>{t("error-code", { code: link.code })}</small>
        </span>
        {!FINAL.has(link.code) && (
          <button
            type="button"
            className={styles.small}
            onClick={() => {
              window.location.reload();
            }}
          >
            {t("rooms-enter-again")}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className={styles.banner} role="status">
      <LoadingOutlined />
      <span>
        {link.phase === "connecting" ? t("rooms-connecting") : t("rooms-reconnecting")}
        {link.code && <small> {t("error-code", { code: link.code })}</small>}
      </span>
    </div>
  );
}
