import { useQuery } from "@tanstack/react-query";
import { ceremoniesQuery } from "@/api/records";
import { useMe, useRole } from "@/api/session";
import { placeOf } from "@/api/signingOrder";
import { isOpen, signingParties } from "@/api/signingParties";
import type { Agreement, Signatory } from "@/api/types";

/** What this viewer may do with an agreement now; the server has the last word. */
export interface May {
  approve: boolean;
  /** Propose another text. */
  propose: boolean;
  open: boolean;
  sign: boolean;
  /** Refuse at the own place before signing is open; later that is on the signing page. */
  decline: boolean;
  void: boolean;
}

export function useMay(agreement: Agreement): May {
  const me = useMe();
  const own = me.active_membership.organisation_id;
  const answers = useRole("province_officer", "city_officer");
  const negotiates = useRole("province_officer", "city_officer", "county_officer", "firm", "agent", "principal");
  const inAct = useInAct(agreement);
  const place = placeOf(agreement, me.person.id);
  const waits = place?.state === "waiting";
  const drafting = agreement.state === "draft" && negotiates && signingParties(agreement).includes(own);
  return {
    approve: drafting && !agreement.versions.at(-1)?.approved_by.includes(own),
    propose: drafting,
    open: agreement.state === "agreed" && answers && !inAct,
    sign: agreement.state === "signing" && waits,
    decline: agreement.state === "agreed" && waits && actsFor(place, own),
    void: isOpen(agreement) && !inAct && (answers || (negotiates && agreement.parties.includes(own))),
  };
}

const actsFor = (place: Signatory | undefined, organisation: string) => place?.organisation === organisation;

/** Whether it is to be signed in an act; one that was pulled lets it go. */
function useInAct({ act, fair }: Agreement): boolean {
  const ceremonies = useQuery({ ...ceremoniesQuery({ fair, per_page: 200 }), enabled: act !== null }).data?.items ?? [];
  if (act === null) return false;
  const found = ceremonies.flatMap(({ acts }) => acts).find(({ id }) => id === act);
  return found?.state !== "pulled" && found?.state !== "signed";
}
