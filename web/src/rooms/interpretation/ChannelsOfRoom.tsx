import { Button, Select } from "antd";
import { useState } from "react";

import type { Booth, Call } from "@/call";
import { planned } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../useRoomAction";
import styles from "./interpretation.module.css";
import { useLanguageName } from "./languageName";

/** The moderator opens and closes language channels; a pair of languages shares one booth. */
export function ChannelsOfRoom({ call, booths }: { call: Call; booths: Booth[] }) {
  const t = useT();
  const act = useRoomAction();
  const name = useLanguageName();
  const [language, setLanguage] = useState<string>();
  const [booth, setBooth] = useState<string>();
  const channels = booths.flatMap((one) => one.channels);
  const free = planned.filter(({ code }) => !channels.some((one) => one.language === code));
  const half = booths.filter((one) => one.channels.length === 1);
  const open = () => {
    if (!language) return;
    act(() => call.host.openChannel(language, booth).then(() => { setLanguage(undefined); setBooth(undefined); }));
  };
  return (
    <section className={styles.manage} aria-label={t("interpretation-manage")}>
      <h3>{t("interpretation-manage")}</h3>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            {name(channel.language)}
            <Button size="small" type="text" danger onClick={() => { act(() => call.host.closeChannel(channel.id)); }}>{t("interpretation-close")}</Button>
          </li>
        ))}
      </ul>
      <Select aria-label={t("interpretation-new")} placeholder={t("interpretation-new")} {...(language !== undefined && { value: language })} options={free.map(({ code }) => ({ value: code, label: name(code) }))} onChange={setLanguage} />
      {half.length > 0 && (
        <Select
          aria-label={t("interpretation-booth-of")}
          placeholder={t("interpretation-own-booth")}
          allowClear
          {...(booth !== undefined && { value: booth })}
          options={half.map((one) => ({ value: one.id, label: t("interpretation-with", { language: name(one.channels[0]?.language ?? "") }) }))}
          onChange={setBooth}
        />
      )}
      <Button disabled={!language} onClick={open}>{t("interpretation-open")}</Button>
    </section>
  );
}
