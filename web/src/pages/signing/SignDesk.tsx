import { type ReactNode, useCallback, useState } from "react";

import { useQuery } from "@tanstack/react-query";
import { resourceUrl } from "@/api/client";
import { useMe } from "@/api/session";
import { attests, awaitedCertificate, placeOf, turnOf } from "@/api/signingOrder";
import type { Act, Agreement, Signatory } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";
import { usePdf } from "@/rooms/document/pdf";
import { ConsentStep } from "./ConsentStep";
import { IdentityStep } from "./IdentityStep";
import { type KeyPlace, KeyStep } from "./ownKey/KeyStep";
import { KeyWaiting } from "./ownKey/KeyWaiting";
import type { Question } from "./ownKey/remote";
import type { ShownCertificate } from "./ownKey/ticket";
import { InPlaceOf } from "./InPlaceOf";
import { PageStack } from "./PageStack";
import { Receipt } from "./Receipt";
import { SignStep } from "./SignStep";
import { WhoSigns } from "./WhoSigns";
import { boundOf } from "./bound";
import { identityQuery, isIdentified } from "./identity";
import { signingRequestQuery } from "./request";
import styles from "./signing.module.css";
import { useBoundCheck } from "./useBoundCheck";
import { useFrozenCheck } from "./useFrozenCheck";

interface Props {
  agreement: Agreement;
  /** The act in which it is signed, and the live room around it; absent outside a ceremony. */
  act?: Act | undefined;
  call?: Call;
  room?: RoomView | undefined;
  self?: ReactNode;
}

/** What one signs on one side, the way to the signature on the other. No step opens before the one above it. */
export function SignDesk(props: Props) {
  const { agreement } = props;
  const t = useT();
  const me = useMe().person.id;
  const mine = placeOf(agreement, me);
  if (!mine) return <p className={styles.nothing}>{t("signing-nothing-for-you")}</p>;
  if (!agreement.frozen) return <p className={styles.nothing}>{t("signing-not-frozen")}</p>;
  return <Desk {...props} mine={mine} frozen={agreement.frozen} />;
}

function Desk({ agreement, mine, frozen, act, call, room, self }: Props & { mine: Signatory; frozen: NonNullable<Agreement["frozen"]> }) {
  const { language } = useLanguage();
  const [chosen, setChosen] = useState(language.code);
  const consentLanguage = agreement.languages.find((code) => code === chosen) ?? agreement.languages[0] ?? chosen;
  const sealed = agreement.signatories.filter(({ state }) => state === "sealed").length;
  const turn = turnOf(agreement, mine);
  // A reader's document stays as it was opened, but for a witness: the signature to attest must be in it.
  const reading = attests(mine) && turn === "now" ? "attesting" : "reading";
  const pdf = usePdf(resourceUrl(`/agreements/${agreement.id}/document`), mine.state === "waiting" ? reading : sealed);
  const frozenShown = useFrozenCheck(pdf, frozen.document);
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  const [agreed, setAgreed] = useState<string>();
  const onShown = useCallback((page: number) => {
    setShown((known) => (known.has(page) ? known : new Set(known).add(page)));
  }, []);
  const count = pdf.state === "open" ? pdf.pdf.numPages : 0;
  const read = count > 0 && shown.size >= count && frozenShown === true;
  const [place, setPlace] = useState<KeyPlace>("managed");
  const [certificate, setCertificate] = useState<ShownCertificate>();
  const [questions, setQuestions] = useState<Question[]>();
  const [anew, setAnew] = useState(false);
  const awaited = awaitedCertificate(mine);
  const again = anew && awaited !== undefined;
  const waiting = (mine.state === "waiting" || again) && agreement.state !== "expired";
  const shownKey = place === "managed" || certificate !== undefined;
  const request = useQuery({
    ...signingRequestQuery(agreement.id, consentLanguage, certificate?.sha256),
    enabled: waiting && read && shownKey && turn !== "after-signature",
  });
  const bound = useBoundCheck(request.data, agreement.id, pdf);
  const genuine = frozenShown === true && request.data ? bound : frozenShown;
  const identity = useQuery({ ...identityQuery(agreement.id), enabled: waiting }).data;
  const consent = request.data && boundOf(request.data).consent.text;
  const consented = consent !== undefined && agreed === consent;
  const signed = (mine.state === "authorised" || mine.state === "sealed") && !again;
  return (
    <main className={styles.desk}>
      <PageStack pdf={pdf} onShown={onShown} />
      <section className={styles.panel}>
        {self}
        <WhoSigns agreement={agreement} act={act} room={room} />
        {mine.delegation && <InPlaceOf agreement={agreement} mine={mine} />}
        {signed && awaited !== undefined && agreement.state === "signing" && (
          <KeyWaiting
            agreement={agreement}
            certificate={awaited}
            isRemote={mine.authorisation?.key?.mode === "remote"}
            questions={questions}
            onQuestions={setQuestions}
            onAnew={() => { setPlace("managed"); setAnew(true); }}
          />
        )}
        {signed ? (
          awaited === undefined && <Receipt agreement={agreement} mine={mine} />
        ) : (
          <>
            <ConsentStep
              shown={shown.size}
              count={count}
              genuine={genuine}
              request={request.data}
              error={request.error}
              turn={turn}
              languages={agreement.languages}
              language={consentLanguage}
              onLanguage={setChosen}
              consented={consented}
              onConsent={(yes) => { setAgreed(yes ? consent : undefined); }}
            />
            <IdentityStep agreement={agreement} mine={mine} identity={identity} />
            {waiting && turn === "now" && agreement.state === "signing" && (
              <KeyStep agreement={agreement} place={place} onPlace={setPlace} onCertificate={setCertificate} onQuestions={setQuestions} />
            )}
            <SignStep
              agreement={agreement}
              mine={again ? { ...mine, state: "waiting" } : mine}
              act={act}
              call={call}
              request={shownKey ? request.data : undefined}
              read={read}
              prepared={read && consented && bound === true}
              identified={isIdentified(identity, agreement, mine) ?? false}
              turn={turn}
              onSpent={() => { void request.refetch(); }}
              onAuthorised={() => { setAnew(false); }}
            />
          </>
        )}
      </section>
    </main>
  );
}
