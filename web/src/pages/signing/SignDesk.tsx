import { type ReactNode, useCallback, useState } from "react";

import { useQuery } from "@tanstack/react-query";
import { resourceUrl } from "@/api/client";
import { useMe } from "@/api/session";
import type { Act, Agreement, Signatory } from "@/api/types";
import type { Call, RoomView } from "@/call";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";
import { usePdf } from "@/rooms/document/pdf";
import { ConsentStep } from "./ConsentStep";
import { PageStack } from "./PageStack";
import { Receipt } from "./Receipt";
import { SignStep } from "./SignStep";
import { WhoSigns } from "./WhoSigns";
import { signingRequestQuery } from "./request";
import styles from "./signing.module.css";
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
  const mine = agreement.signatories.find(({ person }) => person === me);
  if (!mine) return <p className={styles.nothing}>{t("signing-nothing-for-you")}</p>;
  if (!agreement.frozen) return <p className={styles.nothing}>{t("signing-not-frozen")}</p>;
  return <Desk {...props} mine={mine} frozen={agreement.frozen} />;
}

function Desk({ agreement, mine, frozen, act, call, room, self }: Props & { mine: Signatory; frozen: NonNullable<Agreement["frozen"]> }) {
  const { language } = useLanguage();
  const sealed = agreement.signatories.filter(({ state }) => state === "sealed").length;
  const pdf = usePdf(resourceUrl(`/agreements/${agreement.id}/document`), mine.state === "waiting" ? "reading" : sealed);
  const genuine = useFrozenCheck(pdf, frozen.document);
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  const [consented, setConsented] = useState(false);
  const onShown = useCallback((page: number) => {
    setShown((known) => (known.has(page) ? known : new Set(known).add(page)));
  }, []);
  const count = pdf.state === "open" ? pdf.pdf.numPages : 0;
  const read = count > 0 && shown.size >= count && genuine === true;
  const request = useQuery({ ...signingRequestQuery(agreement.id, language.code), enabled: mine.state === "waiting" && read });
  const signed = mine.state === "authorised" || mine.state === "sealed";
  return (
    <main className={styles.desk}>
      <PageStack pdf={pdf} onShown={onShown} />
      <section className={styles.panel}>
        {self}
        <WhoSigns agreement={agreement} act={act} room={room} />
        {signed ? (
          <Receipt agreement={agreement} mine={mine} />
        ) : (
          <>
            <ConsentStep
              shown={shown.size}
              count={count}
              genuine={genuine}
              request={request.data}
              error={request.error}
              consented={consented}
              onConsent={setConsented}
            />
            <SignStep
              agreement={agreement}
              mine={mine}
              act={act}
              call={call}
              request={request.data}
              prepared={read && consented && request.data !== undefined}
              onSpent={() => { void request.refetch(); }}
            />
          </>
        )}
      </section>
    </main>
  );
}
