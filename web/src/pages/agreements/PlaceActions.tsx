import { BellOutlined, UserSwitchOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { post, remove } from "@/api/client";
import { useMe, useRole } from "@/api/session";
import { attests, turnOf } from "@/api/signingOrder";
import type { Agreement, Signatory } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { Delegate } from "./Delegate";
import styles from "./Agreements.module.css";

const DAY_MS = 24 * 3_600_000;

/** What the viewer may do about somebody who has not signed: remind, delegate, take a delegation back. */
export function PlaceActions({ agreement, signatory }: { agreement: Agreement; signatory: Signatory }) {
  const me = useMe();
  const own = me.active_membership?.organisation_id;
  const officer = useRole("province_officer", "city_officer", "host");
  const deals = useRole("province_officer", "city_officer", "county_officer", "firm", "principal");
  const over = ["signed", "declined", "voided", "expired"].includes(agreement.state);
  if (signatory.state !== "waiting" || over) return null;
  const mayDelegate = own === signatory.organisation && deals && !attests(signatory);
  const isDelegate = signatory.delegation?.delegate === me.person.id;
  const party = own !== undefined && agreement.parties.includes(own) && deals;
  const mayRemind = agreement.state === "signing" && (officer || party) && turnOf(agreement, signatory) === "now";
  return (
    <div className={`${styles.actions ?? ""} yq-no-print`}>
      {mayRemind && <Remind signatory={signatory} />}
      {mayDelegate && !signatory.delegation && <Appoint agreement={agreement} signatory={signatory} />}
      {signatory.delegation && (mayDelegate || isDelegate) && <Revoke signatory={signatory} own={isDelegate} />}
    </div>
  );
}

function Remind({ signatory }: { signatory: Signatory }) {
  const t = useT();
  const remind = useCommand({
    run: (_: void, key) => post(`/signatories/${signatory.id}/reminders`, undefined, key),
    stale: [["agreements"]],
    done: t("agreement-reminded"),
  });
  const recent = !!signatory.reminded_at && Date.now() - Date.parse(signatory.reminded_at) < DAY_MS;
  return (
    <Button size="small" icon={<BellOutlined />} disabled={recent} loading={remind.isPending} onClick={() => remind.mutate()} data-testid="remind">
      {t(recent ? "agreement-reminded-today" : "agreement-remind")}
    </Button>
  );
}

function Appoint({ agreement, signatory }: { agreement: Agreement; signatory: Signatory }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<UserSwitchOutlined />} onClick={() => setOpen(true)} data-testid="delegate">{t("delegate-appoint")}</Button>
      {open && <Delegate agreement={agreement} signatory={signatory} close={() => setOpen(false)} />}
    </>
  );
}

function Revoke({ signatory, own }: { signatory: Signatory; own: boolean }) {
  const t = useT();
  const revoke = useCommand({
    run: (_: void, key) => remove(`/signatories/${signatory.id}/delegation`, key),
    stale: [["agreements"]],
    done: t("delegate-revoked"),
  });
  return (
    <Popconfirm title={t(own ? "delegate-return-ask" : "delegate-revoke-ask")} onConfirm={() => revoke.mutate()}>
      <Button size="small" loading={revoke.isPending} data-testid="revoke-delegation">{t(own ? "delegate-return" : "delegate-revoke")}</Button>
    </Popconfirm>
  );
}
