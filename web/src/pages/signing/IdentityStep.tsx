import { AudioOutlined, CheckCircleFilled, MailOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { useState } from "react";

import { post } from "@/api/client";
import type { Agreement, Signatory, Spoken } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import { type Identity, isIdentified } from "./identity";
import styles from "./signing.module.css";

interface Props {
  agreement: Agreement;
  mine: Signatory;
  identity: Identity | undefined;
}

/** Who signs: what confirms it besides the key, a code or the host's eye, and for how long that stands. */
export function IdentityStep({ agreement, mine, identity }: Props) {
  const t = useT();
  const format = useFormat();
  const name = useNames(agreement);
  if (!identity || (identity.needed === 0 && !identity.spoken)) return null;
  const known = identity.standing.length >= identity.needed;
  return (
    <section className={styles.step} data-testid="identity" data-done={isIdentified(identity, agreement, mine) ?? false}>
      <h2>{t("signing-step-identity")}</h2>
      {identity.standing.map((factor) => (
        <p key={factor.kind} className={styles.check} data-done="true" role="status">
          <CheckCircleFilled aria-hidden="true" />
          {t(`signing-identity-${factor.kind}`, { by: factor.kind === "on_camera" ? name(factor.by) : "", until: format.time(factor.expires_at) })}
        </p>
      ))}
      {!known && (
        <>
          <p className={styles.later}>{t("signing-identity-lead", { minutes: identity.minutes })}</p>
          {!identity.standing.some(({ kind }) => kind === "code") && <ByCode agreement={agreement} address={identity.address} />}
          {!identity.standing.some(({ kind }) => kind === "on_camera") && (
            <p className={styles.check}>
              <VideoCameraOutlined aria-hidden="true" />
              {t("signing-identity-camera-hint")}
            </p>
          )}
        </>
      )}
      {identity.spoken && (
        <>
          <Said done={agreement.recital} wanted="signing-recital-wanted" said="signing-recital-read" name={name} />
          <Said done={mine.will} wanted="signing-will-wanted" said="signing-will-heard" name={name} />
        </>
      )}
    </section>
  );
}

/** Something to be said in the room, and that it was. */
function Said({ done, wanted, said, name }: { done: Spoken | null | undefined; wanted: string; said: string; name: (person: string) => string }) {
  const t = useT();
  const format = useFormat();
  return (
    <p className={styles.check} data-done={Boolean(done)} role="status">
      {done ? <CheckCircleFilled aria-hidden="true" /> : <AudioOutlined aria-hidden="true" />}
      {done ? t(said, { by: name(done.by), at: format.time(done.at) }) : t(wanted)}
    </p>
  );
}

function ByCode({ agreement, address }: { agreement: Agreement; address: string }) {
  const t = useT();
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const send = useCommand({
    run: (_: void, key) => post(`/agreements/${agreement.id}/signing/code`, undefined, key),
    done: t("signing-code-sent", { address }),
    onDone: () => { setSent(true); setCode(""); },
  });
  const confirm = useCommand<string>({
    run: (typed, key) => post(`/agreements/${agreement.id}/signing/code/verify`, { code: typed }, key),
    stale: [["agreements"]],
  });
  const sendButton = (
    <button type="button" className={styles.secondary} disabled={send.isPending} onClick={() => { send.mutate(); }} data-testid="send-code">
      <MailOutlined aria-hidden="true" /> {t(sent ? "signing-code-again" : "signing-code-send", { address })}
    </button>
  );
  if (!sent) return sendButton;
  return (
    <form className={styles.code} onSubmit={(event) => { event.preventDefault(); confirm.mutate(code); }}>
      <label>
        <span>{t("signing-code-label", { address })}</span>
        <input
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          maxLength={6}
          required
          autoFocus
          data-testid="code"
          onChange={({ target }) => { setCode(target.value.replace(/\D/g, "")); }}
        />
      </label>
      <button type="submit" className={styles.secondary} disabled={code.length !== 6 || confirm.isPending} data-testid="confirm-code">
        {t("signing-code-confirm")}
      </button>
      {sendButton}
    </form>
  );
}
