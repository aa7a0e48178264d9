import { CheckCircleFilled, SoundOutlined } from "@ant-design/icons";

import { post } from "@/api/client";
import type { Agreement, LocalizedText, RecordedRoom } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNames } from "../names";
import styles from "./ceremony.module.css";

/** What the host reads aloud before anybody signs, in the agreement's two languages, and that it was read. */
export function Recital({ agreement, text, place }: { agreement: Agreement; text: LocalizedText; place: RecordedRoom }) {
  const t = useT();
  const format = useFormat();
  const name = useNames(agreement);
  const { recital } = agreement;
  const read = useCommand({
    run: (_: void, key) => post(`/agreements/${agreement.id}/recital`, { room: place }, key),
    stale: [["agreements"]],
  });
  return (
    <details className={styles.recital} open={!recital} data-testid="recital" data-read={Boolean(recital)}>
      <summary>
        {t("recital-title")}
        <small>
          {recital && <CheckCircleFilled aria-hidden="true" />}{" "}
          {recital ? t("recital-read", { by: name(recital.by), at: format.time(recital.at) }) : t("recital-unread")}
        </small>
      </summary>
      <InBoth languages={agreement.languages} text={text} />
      <button type="button" disabled={read.isPending} onClick={() => { read.mutate(); }} data-testid="read-recital">
        <SoundOutlined aria-hidden="true" /> {t(recital ? "recital-again" : "recital-done")}
      </button>
    </details>
  );
}

/** A text in both languages of an agreement, one under the other. */
export function InBoth({ languages, text }: { languages: readonly string[]; text: LocalizedText }) {
  return languages.map((code) => (
    <p key={code} lang={code} dir="auto">
      {text[code]}
    </p>
  ));
}
