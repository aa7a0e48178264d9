import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";

import { useMe } from "@/api/session";
import type { Agreement } from "@/api/types";
import { useT } from "@/i18n/useT";
import { hex } from "@/rooms/document/hex";
import { useRefusalText } from "@/rooms/useRoomAction";
import styles from "../signing.module.css";
import { type BrowserKey, browserKeyOf } from "./browserKey";
import { fromBase64 } from "./pem";
import { RemoteWaiting } from "./RemoteWaiting";
import type { Question } from "./remote";
import { SignCommand } from "./SignCommand";
import { type Ticket, giveTicket, showCertificate, signInBrowser } from "./ticket";

interface Props {
  agreement: Agreement;
  /** SHA-256 of the certificate that was authorised. */
  certificate: string;
  /** Whether a signing service keeps the key. */
  isRemote: boolean;
  questions: Question[] | undefined;
  onQuestions: (questions: Question[]) => void;
  onAnew: () => void;
}

/** Authorised, and the own key has still to sign: at once by the key in this browser, by the token when it is there. */
export function KeyWaiting({ agreement, certificate, isRemote, questions, onQuestions, onAnew }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const refusal = useRefusalText();
  const queries = useQueryClient();
  const person = useMe().person.id;
  const [key, setKey] = useState<BrowserKey>();
  const [busy, setBusy] = useState(false);
  const [ticket, setTicket] = useState<Ticket>();
  const tried = useRef(false);

  const sign = useCallback(
    async (own: BrowserKey) => {
      setBusy(true);
      try {
        const given = await giveTicket(agreement.id);
        await showCertificate(given, own.chain);
        await signInBrowser(given, own);
        await queries.invalidateQueries({ queryKey: ["agreements"] });
      } catch (error) {
        void message.error(refusal(error), 8);
      } finally {
        setBusy(false);
      }
    },
    [agreement.id, message, queries, refusal],
  );
  useEffect(() => {
    void ownKeyFor(person, certificate).then((own) => {
      setKey(own);
      if (!own || tried.current) return;
      tried.current = true;
      void sign(own);
    });
  }, [person, certificate, sign]);

  return (
    <section className={styles.step} data-testid="key-waiting" role="status">
      <h2>{t("signing-key-waiting-title")}</h2>
      <p>{t(`signing-key-waiting-${isRemote ? "remote" : key ? "browser" : "token"}`)}</p>
      {isRemote && <RemoteWaiting agreement={agreement} questions={questions} onQuestions={onQuestions} />}
      {ticket && <SignCommand ticket={ticket} />}
      <div className={styles.keyActions}>
        {isRemote ? null : key ? (
          <button type="button" className={styles.primary} disabled={busy} onClick={() => { void sign(key); }} data-testid="key-sign">
            {t(busy ? "signing-key-signing" : "signing-key-sign")}
          </button>
        ) : (
          <button
            type="button"
            className={styles.secondary}
            onClick={() => { giveTicket(agreement.id).then(setTicket, (error: unknown) => void message.error(refusal(error), 8)); }}
          >
            {t("signing-key-command-again")}
          </button>
        )}
        <button type="button" className={styles.secondary} disabled={busy} onClick={onAnew} data-testid="key-anew">
          {t("signing-key-anew")}
        </button>
      </div>
    </section>
  );
}

async function ownKeyFor(person: string, certificate: string): Promise<BrowserKey | undefined> {
  const key = await browserKeyOf(person).catch(() => undefined);
  const own = key?.chain[0];
  if (!key || own === undefined) return undefined;
  return hex(await crypto.subtle.digest("SHA-256", fromBase64(own))) === certificate ? key : undefined;
}
