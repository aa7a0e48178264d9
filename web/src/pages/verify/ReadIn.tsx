import { LocalizationProvider, ReactLocalization } from "@fluent/react";
import { ConfigProvider, Select } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { bestOf, offeredToVerifiers } from "@/i18n/catalogue";
import { LanguageContext, rememberedLanguage, useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";
import { useLoaded } from "@/i18n/useLoaded";
import styles from "./verify.module.css";

/**
 * Says everything below in any of the nine languages: whoever checks evidence has no account, and need not read the
 * languages that the rest of the app is in.
 */
export function ReadIn({ children }: { children: ReactNode }) {
  const app = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const wanted = useMemo(() => {
    const own = rememberedLanguage() === null ? navigator.languages : [];
    return bestOf(offeredToVerifiers, chosen === undefined ? [...own, app.language.code] : [chosen], app.language);
  }, [chosen, app.language]);
  const loaded = useLoaded(wanted);
  const l10n = useMemo(() => new ReactLocalization(loaded ? [loaded.bundle] : []), [loaded]);
  if (!loaded) return null;
  const { language, antLocale } = loaded;
  return (
    <LanguageContext value={{ language, antLocale, choose: setChosen }}>
      <LocalizationProvider l10n={l10n}>
        <ConfigProvider locale={antLocale} direction={language.dir}>
          <div lang={language.code} dir={language.dir}>
            <LanguageChoice />
            {children}
          </div>
        </ConfigProvider>
      </LocalizationProvider>
    </LanguageContext>
  );
}

function LanguageChoice() {
  const t = useT();
  const { language, choose } = useLanguage();
  return (
    <div className={`${styles.readIn ?? ""} yq-no-print`}>
      <Select
        size="small"
        variant="borderless"
        aria-label={t("verifier-language")}
        data-testid="verify-language"
        value={language.code}
        onChange={choose}
        popupMatchSelectWidth={false}
        options={offeredToVerifiers.map(({ code, name, dir }) => ({ value: code, label: <span lang={code} dir={dir}>{name}</span> }))}
      />
    </div>
  );
}
