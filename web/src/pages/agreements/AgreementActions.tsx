import { DownloadOutlined, EditOutlined, PrinterOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { Link } from "react-router";
import { post, resourceUrl } from "@/api/client";
import { useMe, useRole } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
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
  const open = useCommand({ run: (_, key) => post(`/agreements/${agreement.id}/open`, undefined, key), stale: [["agreements"]], done: t("agreement-opened") });
  return <Button loading={open.isPending} onClick={() => open.mutate()}>{t("agreement-open")}</Button>;
}

/** What this viewer may do with the agreement now. */
export function AgreementActions({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const me = useMe();
  const own = me.active_membership?.organisation_id;
  const officer = useRole("province_officer", "city_officer", "host");
  const party = own !== undefined && agreement.parties.includes(own);
  const latest = agreement.versions.at(-1);
  const mayApprove = party && agreement.state === "draft" && own !== undefined && !latest?.approved_by.includes(own);
  const maySign = agreement.state === "signing" && agreement.signatories.some((s) => s.person === me.person.id && s.state === "waiting");
  return (
    <>
      <Button className="yq-wide" icon={<PrinterOutlined />} onClick={() => window.print()}>{t("print")}</Button>
      {agreement.frozen && <Button icon={<DownloadOutlined />} href={resourceUrl(`/agreements/${agreement.id}/document`)} download={`${agreement.number}.pdf`}>{t("agreement-pdf")}</Button>}
      {agreement.state === "agreed" && agreement.act === null && (officer || party) && <OpenForSigning agreement={agreement} />}
      {party && agreement.state === "draft" && <OwnPdf agreement={agreement} />}
      {mayApprove && <Approve agreement={agreement} />}
      {maySign && <Link to={paths.signing(agreement.id)}><Button type="primary" icon={<EditOutlined />}>{t("agreement-sign")}</Button></Link>}
    </>
  );
}
