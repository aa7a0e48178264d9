import { Alert, Button, Checkbox, Radio } from "antd";
import { useRef } from "react";
import { useT } from "@/i18n/useT";
import { Fingerprint } from "./Fingerprint";
import type { AnchorsChoice, Source } from "./useAnchors";
import styles from "./verify.module.css";

/** Whose word is believed, with its fingerprint to compare. */
export function AnchorsPanel({ anchors, needsOthers }: { anchors: AnchorsChoice; needsOthers: boolean }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { source, server, file, print } = anchors;
  const choose = (wanted: Source) => (wanted === "file" && !file ? input.current?.click() : anchors.setSource(wanted));
  return (
    <div className={styles.anchors}>
      <p className="yq-muted">{t("verifier-anchors-lead")}</p>
      <Radio.Group value={source} onChange={(event) => choose(event.target.value as Source)} className={styles.sources ?? ""} aria-label={t("verifier-anchors")}>
        <Radio value="server" disabled={server.isError}>{t("verifier-anchors-server", { host: window.location.host })}</Radio>
        <Radio value="file">{file ? file.name : t("verifier-anchors-file")}</Radio>
        <Radio value="own">{t("verifier-anchors-own")}</Radio>
      </Radio.Group>
      <Button size="small" onClick={() => input.current?.click()} className="yq-no-print">{t("verifier-anchors-choose")}</Button>
      <input
        ref={input} type="file" accept=".json,application/json" className="yq-hidden" tabIndex={-1} aria-label={t("verifier-anchors-choose")} data-testid="verify-anchors"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) void anchors.take(chosen);
        }}
      />
      {server.isError && <Alert type="info" showIcon title={t("verifier-anchors-unreachable")} />}
      {source === "server" && <p className={styles.note}>{t("verifier-anchors-server-note")}</p>}
      {source === "own" && <p className={styles.note}>{t(needsOthers ? "verifier-anchors-pdf-note" : "verifier-anchors-own-note")}</p>}
      {print && <Fingerprint digest={print} />}
      {print && source === "server" && (
        <Checkbox checked={anchors.isCompared} onChange={(event) => anchors.compare(event.target.checked)} data-testid="verify-compared">{t("verifier-compared")}</Checkbox>
      )}
    </div>
  );
}
