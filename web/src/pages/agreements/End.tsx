import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { Link } from "react-router";
import { type HistoryLine, projectHistoryQuery } from "@/api/history";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName, PersonName } from "@/ui/names";
import { Moment } from "@/ui/values";
import styles from "./Agreements.module.css";

/** How an agreement ended without being signed, or ended after it was: what, who, when, why, and what now. */
export function End({ agreement }: { agreement: Agreement }) {
  if (agreement.state === "declined" || agreement.state === "voided" || agreement.state === "expired") return <Unsigned agreement={agreement} state={agreement.state} />;
  return agreement.holding === "terminated" ? <Terminated agreement={agreement} /> : null;
}

function Unsigned({ agreement, state }: { agreement: Agreement; state: "declined" | "voided" | "expired" }) {
  const t = useT();
  const line = useEndOf(agreement, `agreement-${state}`);
  const at = agreement.expired_at ?? line?.at;
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.end ?? ""}
      data-testid="agreement-end"
      data-state={state}
      title={<>{t(`agreement-end-${state}`)}{at && <> · <Moment at={at} /></>}</>}
      description={
        <>
          <Who agreement={agreement} line={line} />
          {agreement.reason && <blockquote><bdi>{agreement.reason}</bdi></blockquote>}
          <p>{t(`agreement-end-${state}-note`)}</p>
        </>
      }
    />
  );
}

/** Who refused, at a place of which party; or who voided it. */
function Who({ agreement, line }: { agreement: Agreement; line: HistoryLine | undefined }) {
  const pick = usePick();
  const refusing = agreement.signatories.filter(({ state }) => state === "declined");
  if (agreement.state === "declined") {
    return refusing.map((signatory) => (
      <p key={signatory.id}><PersonName id={actingPerson(signatory)} /> · <OrganisationName id={signatory.organisation} /></p>
    ));
  }
  return line?.name ? <p>{pick(line.name)}</p> : null;
}

function Terminated({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const last = agreement.later.findLast(({ relation }) => relation === "termination");
  if (!last) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className={styles.end ?? ""}
      data-testid="agreement-end"
      data-state="terminated"
      title={<>{t("agreement-end-terminated")} · <Moment at={last.signed_at} /></>}
      description={<Link to={paths.agreement(last.agreement)}>{t("agreement-end-terminated-by")}</Link>}
    />
  );
}

/** The line of the project's history that tells of an agreement's end; none for those who don't see it. */
function useEndOf({ id, project }: Agreement, what: string): HistoryLine | undefined {
  const history = useQuery({ ...projectHistoryQuery(project), retry: false }).data ?? [];
  return history.findLast((line) => line.what === what && line.details["id"] === id);
}
