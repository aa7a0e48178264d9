import { CheckCircleFilled, EyeOutlined, SafetyCertificateFilled, WarningFilled } from "@ant-design/icons";
import { Progress, Segmented } from "antd";

import type { Turn } from "@/api/signingOrder";
import { ownName } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { boundOf } from "./bound";
import type { SigningRequest } from "./request";
import styles from "./signing.module.css";

interface Props {
  shown: number;
  count: number;
  genuine: boolean | undefined;
  request: SigningRequest | undefined;
  error: Error | null;
  turn: Turn;
  /** The document's languages, and the one that the consent is in. */
  languages: readonly string[];
  language: string;
  onLanguage: (language: string) => void;
  consented: boolean;
  onConsent: (consented: boolean) => void;
}

/** Reading and consent: which pages were shown, that they are the frozen text, and the words one agrees to. */
export function ConsentStep({ shown, count, genuine, request, error, turn, languages, language, onLanguage, consented, onConsent }: Props) {
  const t = useT();
  const read = count > 0 && shown >= count;
  const bound = request && boundOf(request);
  return (
    <section className={styles.step}>
      <h2>{t("signing-step-read")}</h2>
      <p className={styles.check} data-done={read} data-testid="pages-shown">
        {read ? <CheckCircleFilled aria-hidden="true" /> : <EyeOutlined aria-hidden="true" />}
        {count === 0 ? t("rooms-loading") : read ? t("signing-pages-all", { count }) : t("signing-pages-shown", { shown, count })}
      </p>
      {!read && count > 0 && <Progress percent={Math.round((shown / count) * 100)} showInfo={false} size="small" aria-hidden="true" />}
      {genuine === true && (
        <p className={styles.check} data-done="true">
          <SafetyCertificateFilled aria-hidden="true" />
          {t("signing-genuine")}
        </p>
      )}
      {genuine === false && (
        <p className={styles.check} data-bad="true" role="alert">
          <WarningFilled aria-hidden="true" />
          {t("signing-not-genuine")}
        </p>
      )}
      <h2>{t("signing-step-consent")}</h2>
      <Segmented
        size="small"
        style={{ justifySelf: "start" }}
        aria-label={t("signing-consent-language")}
        value={language}
        onChange={onLanguage}
        options={languages.map((code) => ({ value: code, label: <span lang={code}>{ownName(code)}</span> }))}
      />
      {error ? (
        <ProblemAlert error={error} />
      ) : bound ? (
        <>
          <label className={styles.consent}>
            <input type="checkbox" checked={consented} disabled={genuine !== true} data-testid="consent" onChange={({ target }) => { onConsent(target.checked); }} />
            <span lang={bound.consent.language} dir="auto">{bound.consent.text}</span>
          </label>
          <p className={styles.bound} data-testid="bound">
            {t("signing-bound")} <code>{bound.document_sha256}</code>
          </p>
        </>
      ) : (
        <p className={styles.later}>{t(turn === "after-signature" ? "signing-consent-after-signature" : "signing-consent-after-reading")}</p>
      )}
    </section>
  );
}
