import { DownloadOutlined, KeyOutlined, UploadOutlined } from "@ant-design/icons";
import { App } from "antd";
import { useRef } from "react";

import { actingPerson, placeOf } from "@/api/signingOrder";
import type { Agreement } from "@/api/types";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "../signing.module.css";
import { type BrowserKey, keepCertificate, makeBrowserKey } from "./browserKey";
import { certificateRequest } from "./certificateRequest";
import { certificatesIn } from "./pem";

interface Props {
  agreement: Agreement;
  person: string;
  browserKey: BrowserKey | undefined;
  onKey: (key: BrowserKey) => void;
}

/** Makes a key that never leaves this browser, gives the request for its certificate, and takes the certificate. */
export function BrowserKeyMaker({ agreement, person, browserKey, onKey }: Props) {
  const t = useT();
  const run = useRoomAction();
  const { message } = App.useApp();
  const name = useNames(agreement);
  const file = useRef<HTMLInputElement>(null);
  const mine = placeOf(agreement, person);

  const make = () => { run(async () => { onKey(await makeBrowserKey(person)); }); };
  const request = async (key: BrowserKey) => {
    const subject = { name: mine ? name(actingPerson(mine)) : "", organisation: mine ? name(mine.organisation) : "" };
    save(await certificateRequest(key.pair, subject), "yunqian.csr");
  };
  const take = async (key: BrowserKey, chosen: File) => {
    const chain = certificatesIn(new Uint8Array(await chosen.arrayBuffer()));
    const kept = await keepCertificate(person, key, chain);
    if (kept) onKey(kept);
    else void message.error(t("signing-key-other-certificate"), 8);
  };
  if (!browserKey) {
    return (
      <div className={styles.command}>
        <p>{t("signing-key-make-lead")}</p>
        <button type="button" className={styles.secondary} onClick={make} data-testid="key-make">
          <KeyOutlined aria-hidden="true" /> {t("signing-key-make")}
        </button>
      </div>
    );
  }
  return (
    <div className={styles.command}>
      {browserKey.chain.length === 0 && <p>{t("signing-key-certify-lead")}</p>}
      <div className={styles.keyActions}>
        <button type="button" className={styles.secondary} onClick={() => { run(() => request(browserKey)); }} data-testid="key-request">
          <DownloadOutlined aria-hidden="true" /> {t("signing-key-request")}
        </button>
        <button type="button" className={styles.secondary} onClick={() => { file.current?.click(); }}>
          <UploadOutlined aria-hidden="true" /> {t(browserKey.chain.length === 0 ? "signing-key-certificate" : "signing-key-certificate-other")}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".pem,.crt,.cer,.der"
          aria-label={t("signing-key-certificate")}
          data-testid="key-certificate-file"
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            target.value = "";
            if (chosen) run(() => take(browserKey, chosen));
          }}
        />
      </div>
    </div>
  );
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/pkcs10" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}
