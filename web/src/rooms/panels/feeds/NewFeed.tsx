import { PlusOutlined } from "@ant-design/icons";
import { useState } from "react";

import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { Copied } from "../Copied";
import styles from "../panels.module.css";
import { type CreatedFeed, createFeed } from "./api";

/** Names a feed; then its address and its token, which are shown this once. */
export function NewFeed({ item }: { item: string }) {
  const t = useT();
  const [name, setName] = useState("");
  const [created, setCreated] = useState<CreatedFeed>();
  const create = useCommand<string, CreatedFeed>({
    run: (wanted, key) => createFeed(item, wanted, key),
    stale: [["feeds", item]],
    onDone: (feed) => {
      setCreated(feed);
      setName("");
    },
  });
  if (created) {
    return (
      <section className={`${styles.card ?? ""} ${styles.now ?? ""}`} aria-label={t("feeds-created", { name: created.name })}>
        <h4>{t("feeds-created", { name: created.name })}</h4>
        <Copied label={t("feeds-address")} text={created.whip_url} />
        <Copied label={t("feeds-token")} text={created.token} />
        <small>{t("feeds-token-note")}</small>
        <div className={styles.acts}>
          <button type="button" className={parts.small} onClick={() => { setCreated(undefined); }}>
            {t("feeds-token-kept")}
          </button>
        </div>
      </section>
    );
  }
  return (
    <form
      className={`${styles.form ?? ""} ${styles.option ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) create.mutate(name.trim());
      }}
    >
      <input type="text" maxLength={80} dir="auto" value={name} placeholder={t("feeds-name")} aria-label={t("feeds-name")} onChange={({ target }) => { setName(target.value); }} />
      <button type="submit" className={parts.small} disabled={!name.trim() || create.isPending}>
        <PlusOutlined aria-hidden="true" /> {t("feeds-create")}
      </button>
    </form>
  );
}
