import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";

import type { Agreement } from "@/api/types";
import { useT } from "@/i18n/useT";
import { useRefusalText } from "@/rooms/useRoomAction";
import styles from "../signing.module.css";
import { RemoteKey } from "./RemoteKey";
import { type Question, signRemotely } from "./remote";

interface Props {
  agreement: Agreement;
  /** What the service asks; unknown when the page was opened anew, and then asked for with the key. */
  questions: Question[] | undefined;
  onQuestions: (questions: Question[]) => void;
}

/** Authorised: the signatory releases the key at its service, and that signs. */
export function RemoteWaiting({ agreement, questions, onQuestions }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const refusal = useRefusalText();
  const queries = useQueryClient();
  const [given, setGiven] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  if (!questions) return <RemoteKey agreement={agreement.id} onChosen={(chosen) => { onQuestions(chosen.questions); }} />;
  const sign = async () => {
    setBusy(true);
    try {
      await signRemotely(agreement.id, questions.map(({ id }) => ({ id, value: given[id] ?? "" })));
      await queries.invalidateQueries({ queryKey: ["agreements"] });
    } catch (error) {
      setGiven({});
      void message.error(refusal(error), 8);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.code} onSubmit={(event) => { event.preventDefault(); void sign(); }} data-testid="key-release">
      {questions.map(({ id, label }) => (
        <label key={id}>
          <span>{label || id}</span>
          <input
            type="password"
            value={given[id] ?? ""}
            required
            autoComplete="off"
            data-testid={`key-answer-${id}`}
            onChange={({ target }) => { setGiven((known) => ({ ...known, [id]: target.value })); }}
          />
        </label>
      ))}
      <button type="submit" className={styles.primary} disabled={busy} data-testid="key-sign">
        {t(busy ? "signing-key-signing" : "signing-key-sign-remote")}
      </button>
    </form>
  );
}
