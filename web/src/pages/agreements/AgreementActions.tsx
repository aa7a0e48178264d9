import { DownloadOutlined, EditOutlined, PrinterOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import { post, resourceUrl } from "@/api/client";
import { useMe, useRole } from "@/api/session";
import { placeOf } from "@/api/signingOrder";
import { useCommand } from "@/api/useCommand";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { DeadlineField } from "./Deadline";
import { OwnPdf } from "./upload/OwnPdf";

/** Approving the current version for one's own party. */
function Approve({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const { modal } = App.useApp();
  const version = agreement.versions.at(-1)?.version ?? 1;
  const approve = useCommand({
    run: (_, key) => post(`/agreements/${agreement.id}/approvals`, { version }, key),
    stale: [["agreements"]],
    done: t("agreement-approved-done"),
  });
  const ask = () =>
    void modal.confirm({ title: t("agreement-approve-ask", { version }), content: t("agreement-approve-note"), okText: t("agreement-approve"), onOk: () => approve.mutateAsync() });
  return <Button type="primary" loading={approve.isPending} onClick={ask}>{t("agreement-approve")}</Button>;
}

/** Opening a frozen agreement for signatures outside a ceremony. */
function OpenForSigning({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const open = useCommand<{ sign_by?: Dayjs | null }>({
    run: ({ sign_by }, key) => post(`/agreements/${agreement.id}/open`, { sign_by: sign_by?.toISOString() ?? null }, key),
    stale: [["agreements"]],
    done: t("agreement-opened"),
    onDone: () => setAsking(false),
  });
  return (
    <>
      <Button onClick={() => setAsking(true)} data-testid="open-agreement">{t("agreement-open")}</Button>
      {asking && (
        <FormModal<{ sign_by?: Dayjs | null }> title={t("agreement-open")} ok={t("agreement-open")} pending={open.isPending} send={(fields) => open.mutate(fields)} close={() => setAsking(false)}>
          <p className="yq-muted">{t("agreement-open-note")}</p>
          <DeadlineField after={agreement.sign_by ?? undefined} />
        </FormModal>
      )}
    </>
  );
}

/** What this viewer may do with the agreement now. */
export function AgreementActions({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const me = useMe();
  const own = me.active_membership?.organisation_id;
  const officer = useRole("province_officer", "city_officer");
  const party = own !== undefined && agreement.parties.includes(own);
  const latest = agreement.versions.at(-1);
  const mayApprove = party && agreement.state === "draft" && own !== undefined && !latest?.approved_by.includes(own);
  const maySign = agreement.state === "signing" && placeOf(agreement, me.person.id)?.state === "waiting";
  return (
    <>
      <Button className="yq-wide" icon={<PrinterOutlined />} onClick={() => window.print()}>{t("print")}</Button>
      {agreement.frozen && <Button icon={<DownloadOutlined />} href={resourceUrl(`/agreements/${agreement.id}/document`)} download={`${agreement.number}.pdf`}>{t("agreement-pdf")}</Button>}
      {agreement.state === "agreed" && agreement.act === null && (officer || party) && <OpenForSigning agreement={agreement} />}
      {party && agreement.state === "draft" && <OwnPdf agreement={agreement} />}
      {agreement.state === "agreed" && agreement.act === null && officer && <OpenForSigning agreement={agreement} />}
      {mayApprove && <Approve agreement={agreement} />}
      {maySign && <Link to={paths.signing(agreement.id)}><Button type="primary" icon={<EditOutlined />}>{t("agreement-sign")}</Button></Link>}
    </>
  );
}
