import { useQuery } from "@tanstack/react-query";
import { Radio } from "antd";
import { useEffect, useState } from "react";

import { useMe } from "@/api/session";
import type { Agreement } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "@/rooms/useRoomAction";
import styles from "../signing.module.css";
import { BrowserKeyMaker } from "./BrowserKeyMaker";
import { type BrowserKey, browserKeyOf } from "./browserKey";
import { RemoteKey } from "./RemoteKey";
import { type Question, servicesQuery } from "./remote";
import { SignCommand } from "./SignCommand";
import { type ShownCertificate, type Ticket, giveTicket, showCertificate, shownCertificate } from "./ticket";

export type KeyPlace = "managed" | "browser" | "token" | "remote";

interface Props {
  agreement: Agreement;
  place: KeyPlace;
  onPlace: (place: KeyPlace) => void;
  /** The certificate to authorise; none while it was not shown. */
  onCertificate: (certificate: ShownCertificate | undefined) => void;
  /** What a signing service will ask. */
  onQuestions: (questions: Question[]) => void;
}

const POLL_MS = 1_500;
const places = ["managed", "browser", "token", "remote"] as const;

/** Whose key makes the signature: one that the server makes for it, or the firm's own in this browser or in a token. */
export function KeyStep({ agreement, place, onPlace, onCertificate, onQuestions }: Props) {
  const t = useT();
  const run = useRoomAction();
  const person = useMe().person.id;
  const [key, setKey] = useState<BrowserKey>();
  const [ticket, setTicket] = useState<Ticket>();
  useEffect(() => {
    browserKeyOf(person).then(setKey, () => undefined);
  }, [person]);
  const shown = useQuery({
    queryKey: ["signing", agreement.id, "key", ticket?.ticket],
    queryFn: ({ signal }) => shownCertificate(agreement.id, signal),
    enabled: ticket !== undefined,
    refetchInterval: ({ state }) => (state.data ? false : POLL_MS),
    gcTime: 0,
  }).data;
  const [remote, setRemote] = useState<ShownCertificate>();
  const services = useQuery(servicesQuery).data ?? [];
  const certificates = { managed: undefined, browser: shown ?? undefined, token: shown ?? undefined, remote };
  const certificate = certificates[place];
  useEffect(() => {
    onCertificate(certificate);
  }, [certificate, onCertificate]);

  const show = async (chain: string[]) => {
    const given = await giveTicket(agreement.id);
    await showCertificate(given, chain);
    setTicket(given);
  };
  const choose = (chosen: KeyPlace) => {
    setTicket(undefined);
    setRemote(undefined);
    onPlace(chosen);
    if (chosen === "browser" && key && key.chain.length > 0) run(() => show(key.chain));
    if (chosen === "token") run(async () => { setTicket(await giveTicket(agreement.id)); });
  };
  const kept = (made: BrowserKey) => {
    setKey(made);
    if (made.chain.length > 0) run(() => show(made.chain));
  };
  return (
    <details className={styles.step} open={place !== "managed"} data-testid="key-step">
      <summary>{t("signing-key-title")}</summary>
      <div className={styles.keyBody}>
        <p className={styles.later}>{t("signing-key-lead")}</p>
        <Radio.Group value={place} onChange={({ target }) => { choose(target.value as KeyPlace); }} className={styles.keys}>
          {(services.length > 0 ? places : places.slice(0, 3)).map((one) => (
            <Radio key={one} value={one} data-testid={`key-${one}`}>
              {t(`signing-key-${one}`)}
            </Radio>
          ))}
        </Radio.Group>
        {place === "browser" && <BrowserKeyMaker agreement={agreement} person={person} browserKey={key} onKey={kept} />}
        {place === "token" && ticket && !certificate && <SignCommand ticket={ticket} />}
        {place === "remote" && !remote && (
          <RemoteKey agreement={agreement.id} onChosen={(chosen) => { setRemote(chosen.certificate); onQuestions(chosen.questions); }} />
        )}
        {certificate && <CertificateCard certificate={certificate} />}
      </div>
    </details>
  );
}

/** The certificate that the signature will carry. */
function CertificateCard({ certificate }: { certificate: ShownCertificate }) {
  const t = useT();
  const format = useFormat();
  return (
    <dl className={styles.certificate} role="status" data-testid="key-certificate">
      <dt>{t("signing-key-subject")}</dt>
      <dd>{certificate.subject}</dd>
      <dt>{t("signing-key-issuer")}</dt>
      <dd>{certificate.issuer}</dd>
      <dt>{t("signing-key-until")}</dt>
      <dd>{format.date(certificate.not_after)}</dd>
    </dl>
  );
}
