import { KeyOutlined, LaptopOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";

import { post } from "@/api/client";
import { useMe } from "@/api/session";
import { registerPasskey } from "@/api/signIn";
import type { Stroke } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import { type Answer, authoriseWithDeviceKey, authoriseWithPasskey } from "./authorise";
import { type DeviceKey, deviceKeyOf, makeDeviceKey } from "./deviceKey";
import type { SigningRequest } from "./request";
import styles from "./signing.module.css";

interface Props {
  request: SigningRequest;
  busy: boolean;
  onSign: (answer: (strokes: Stroke[]) => Promise<Answer>) => void;
  /** The signatory has another key now; ask for the request anew. */
  onKeys: () => void;
}

/** The signature itself: with the own passkey; where policy allows it and there is none, with this device's key. */
export function SignButtons({ request, busy, onSign, onKeys }: Props) {
  const t = useT();
  const passkeys = request.keys.some(({ method }) => method === "passkey");
  return (
    <div className={styles.buttons}>
      {passkeys ? (
        <button
          type="button"
          className={styles.primary}
          disabled={busy}
          data-testid="sign-with-passkey"
          onClick={() => { onSign((strokes) => authoriseWithPasskey(request, strokes)); }}
        >
          <KeyOutlined aria-hidden="true" /> {busy ? t("signing-busy") : t("signing-with-passkey")}
        </button>
      ) : (
        <MakePasskey onKeys={onKeys} />
      )}
      {request.device_keys_allowed && !passkeys && <DeviceKeyButton request={request} busy={busy} onSign={onSign} onKeys={onKeys} />}
    </div>
  );
}

function MakePasskey({ onKeys }: { onKeys: () => void }) {
  const t = useT();
  const run = useRoomAction();
  const [making, setMaking] = useState(false);
  const make = () => {
    setMaking(true);
    run(() => registerPasskey(t("signing-passkey-label")).then(onKeys).finally(() => { setMaking(false); }));
  };
  return (
    <>
      <p className={styles.later}>{t("signing-no-passkey")}</p>
      <button type="button" className={styles.primary} disabled={making} onClick={make} data-testid="make-passkey">
        <KeyOutlined aria-hidden="true" /> {t("signing-make-passkey")}
      </button>
    </>
  );
}

/** Signs with the key this browser holds; makes and registers one first where there is none. */
function DeviceKeyButton({ request, busy, onSign, onKeys }: Props) {
  const t = useT();
  const run = useRoomAction();
  const person = useMe().person.id;
  const [key, setKey] = useState<DeviceKey>();
  useEffect(() => {
    deviceKeyOf(person).then(setKey, () => undefined);
  }, [person]);
  const known = key && request.keys.some(({ id, method }) => id === key.id && method === "device_key") ? key : undefined;
  const make = async () => {
    const label = t("signing-device-key-label");
    setKey(await makeDeviceKey(person, async (public_key) => (await post<{ id: string }>("/device-keys", { public_key, label })).id));
    onKeys();
  };
  return (
    <div className={styles.device}>
      <button
        type="button"
        className={styles.secondary}
        disabled={busy}
        data-testid={known ? "sign-with-device-key" : "make-device-key"}
        onClick={() => {
          if (known) onSign((strokes) => authoriseWithDeviceKey(request, known, strokes));
          else run(make);
        }}
      >
        <LaptopOutlined aria-hidden="true" /> {t(known ? "signing-with-device-key" : "signing-make-device-key")}
      </button>
      <p>{t("signing-device-key-explained")}</p>
    </div>
  );
}
