import { useQuery } from "@tanstack/react-query";
import { Radio } from "antd";
import { useState } from "react";

import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "../signing.module.css";
import { type Credential, chooseCredential, credentialsOf, servicesQuery } from "./remote";

interface Props {
  agreement: string;
  onChosen: (credential: Credential) => void;
}

/** Finds the keys that a signing service keeps for the signatory, and takes the one it chooses. */
export function RemoteKey({ agreement, onChosen }: Props) {
  const t = useT();
  const run = useRoomAction();
  const services = useQuery(servicesQuery).data ?? [];
  const [wanted, setWanted] = useState<string>();
  const [user, setUser] = useState("");
  const [found, setFound] = useState<Credential[]>();
  const [busy, setBusy] = useState(false);
  const service = wanted ?? services[0] ?? "";
  const during = (act: () => Promise<void>) => {
    setBusy(true);
    run(() => act().finally(() => { setBusy(false); }));
  };
  const find = () => { during(async () => { setFound(await credentialsOf(agreement, service, user)); }); };
  const choose = (id: string) => { during(async () => { onChosen(await chooseCredential(agreement, service, id)); }); };
  return (
    <div className={styles.command}>
      <form className={styles.code} onSubmit={(event) => { event.preventDefault(); find(); }}>
        <label>
          <span>{t("signing-key-service")}</span>
          <select value={service} onChange={({ target }) => { setWanted(target.value); setFound(undefined); }} data-testid="key-service">
            {services.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
        <label>
          <span>{t("signing-key-user")}</span>
          <input value={user} required autoComplete="username" onChange={({ target }) => { setUser(target.value); }} data-testid="key-user" />
        </label>
        <button type="submit" className={styles.secondary} disabled={busy || user === ""} data-testid="key-find">
          {t("signing-key-find")}
        </button>
      </form>
      {found?.length === 0 && <p role="status">{t("signing-key-none")}</p>}
      {found && found.length > 0 && (
        <Radio.Group className={styles.keys} disabled={busy} onChange={({ target }) => { choose(target.value as string); }}>
          {found.map(({ id, certificate }) => (
            <Radio key={id} value={id} data-testid="key-credential">
              {certificate.subject} · {certificate.issuer}
            </Radio>
          ))}
        </Radio.Group>
      )}
    </div>
  );
}
