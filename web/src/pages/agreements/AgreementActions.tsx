import { DownloadOutlined, EditOutlined, MoreOutlined, PrinterOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import { post, resourceUrl } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { CallOff, type CallingOff } from "./CallOff";
import { DeadlineField } from "./Deadline";
import { OwnPdf } from "./upload/OwnPdf";
import { type May, useMay } from "./useMay";

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
      <Button type="primary" onClick={() => setAsking(true)} data-testid="open-agreement">{t("agreement-open")}</Button>
      {asking && (
        <FormModal<{ sign_by?: Dayjs | null }> title={t("agreement-open")} ok={t("agreement-open")} pending={open.isPending} send={(fields) => open.mutate(fields)} close={() => setAsking(false)}>
          <p className="yq-muted">{t("agreement-open-note")}</p>
          <DeadlineField after={agreement.sign_by ?? undefined} />
        </FormModal>
      )}
    </>
  );
}

/** Refusing and voiding, apart from what leads to a signature. */
function More({ agreement, may }: { agreement: Agreement; may: May }) {
  const t = useT();
  const [how, setHow] = useState<CallingOff>();
  const ways = (["decline", "void"] as const).filter((way) => may[way]);
  if (ways.length === 0) return null;
  const items = ways.map((way) => ({ key: way, label: t(`agreement-${way}`), danger: true, onClick: () => setHow(way) }));
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }}>
        <Button icon={<MoreOutlined />} data-testid="agreement-more">{t("more")}</Button>
      </Dropdown>
      {how && <CallOff agreement={agreement} how={how} close={() => setHow(undefined)} />}
    </>
  );
}

/** What this viewer may do with the agreement now. */
export function AgreementActions({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const may = useMay(agreement);
  return (
    <>
      <Button className="yq-wide" icon={<PrinterOutlined />} onClick={() => window.print()}>{t("print")}</Button>
      {agreement.frozen && <Button icon={<DownloadOutlined />} href={resourceUrl(`/agreements/${agreement.id}/document`)} download={`${agreement.number}.pdf`}>{t("agreement-pdf")}</Button>}
      <More agreement={agreement} may={may} />
      {may.propose && <OwnPdf agreement={agreement} />}
      {may.open && <OpenForSigning agreement={agreement} />}
      {may.approve && <Approve agreement={agreement} />}
      {may.sign && <Link to={paths.signing(agreement.id)}><Button type="primary" icon={<EditOutlined />}>{t("agreement-sign")}</Button></Link>}
    </>
  );
}
