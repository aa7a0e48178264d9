import { FileProtectOutlined, LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { useT } from "@/i18n/useT";
import styles from "./verify.module.css";

interface Props {
  take: (file: File) => Promise<void>;
  isReady: boolean;
  /** Small once there is a verdict to read. */
  isCompact: boolean;
}

/** Where a bundle or a signed PDF is dropped or chosen. */
export function Drop({ take, isReady, isCompact }: Props) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && isReady) void take(file);
  };
  return (
    <div
      className={`${styles.drop} yq-no-print`} data-over={isOver} data-compact={isCompact}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}
    >
      {!isCompact && <FileProtectOutlined aria-hidden="true" className={styles.dropIcon ?? ""} />}
      <p className={styles.dropWords}>{t(isCompact ? "verifier-another" : "verifier-drop")}</p>
      <Button type={isCompact ? "default" : "primary"} size={isCompact ? "middle" : "large"} disabled={!isReady} onClick={() => input.current?.click()}>
        {t("verifier-choose")}
      </Button>
      <input
        ref={input} type="file" accept=".zip,.pdf,application/zip,application/pdf" className="yq-hidden" tabIndex={-1}
        aria-label={t("verifier-choose")} data-testid="verify-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void take(file);
        }}
      />
      <p className={styles.private}><LockOutlined aria-hidden="true" /> {t("verifier-private")}</p>
    </div>
  );
}
