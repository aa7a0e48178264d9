import type { Act, Agreement } from "@/api/types";
import type { RoomView } from "@/call";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Lights } from "@/rooms/ceremony/Lights";
import { type CastMember, type Light, castOf } from "@/rooms/ceremony/cast";
import { useNames } from "@/rooms/names";
import styles from "./signing.module.css";

/** Everyone who signs this agreement, party by party, with how far each is. */
export function WhoSigns({ agreement, act, room }: { agreement: Agreement; act: Act | undefined; room: RoomView | undefined }) {
  const t = useT();
  const pick = usePick();
  const name = useNames(agreement);
  const light = lights(agreement, act, room);
  return (
    <section className={styles.who} aria-label={t("signing-who")}>
      <h2>{t("signing-who")}</h2>
      {agreement.parties.map((party) => (
        <div key={party}>
          <h3>{name(party)}</h3>
          <Lights
            members={light.filter(({ organisation }) => organisation === party)}
            name={({ person, capacity }) => [name(person), pick(capacity)].filter(Boolean).join(" · ")}
          />
        </div>
      ))}
    </section>
  );
}

function lights(agreement: Agreement, act: Act | undefined, room: RoomView | undefined): CastMember[] {
  if (act) return castOf(act, [agreement], room).flatMap(({ members }) => members);
  const plain: Record<string, Light> = { waiting: "waiting", authorised: "signed", sealed: "signed", declined: "declined" };
  return agreement.signatories.map((one) => ({
    id: one.id,
    person: one.person,
    organisation: one.organisation,
    capacity: one.capacity,
    light: plain[one.state] ?? "waiting",
    sealed: one.state === "sealed",
    signedAt: one.authorised_at,
  }));
}
