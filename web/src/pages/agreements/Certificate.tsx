import { StopOutlined } from "@ant-design/icons";
import { Button, Form, Radio } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { useRole } from "@/api/session";
import { type RevocationReason, type Signatory, revocationReasons } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { Mark } from "@/ui/Mark";
import { Moment } from "@/ui/values";
import styles from "./Agreements.module.css";

/** The certificate behind a signature: that it is revoked, or the way to revoke it for officers. */
export function Certificate({ signatory }: { signatory: Signatory }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const may = useRole("province_officer", "city_officer");
  const { certificate } = signatory;
  if (!certificate) return null;
  if (certificate.revoked) {
    const [at, reason] = certificate.revoked;
    return (
      <small data-testid="certificate-revoked">
        <Mark tone="seal" icon={<StopOutlined />}>{t("certificate-revoked")}</Mark> {t(`revocation-${reason}`)} · <Moment at={at} />
      </small>
    );
  }
  if (!may) return null;
  return (
    <div className={`${styles.actions ?? ""} yq-no-print`}>
      <Button size="small" danger icon={<StopOutlined />} onClick={() => setAsking(true)} data-testid="revoke-certificate">{t("certificate-revoke")}</Button>
      {asking && <Revoke signatory={signatory} serial={certificate.serial} close={() => setAsking(false)} />}
    </div>
  );
}

function Revoke({ signatory, serial, close }: { signatory: Signatory; serial: string; close: () => void }) {
  const t = useT();
  const revoke = useCommand<{ reason: RevocationReason }>({
    run: (fields, key) => post(`/signatories/${signatory.id}/revocation`, fields, key),
    stale: [["agreements"]],
    done: t("certificate-revoke-done"),
    onDone: close,
  });
  return (
    <FormModal<{ reason: RevocationReason }> title={t("certificate-revoke-ask")} ok={t("certificate-revoke")} danger pending={revoke.isPending} send={revoke.mutate} close={close}>
      <p>{t("certificate-revoke-note")}</p>
      <p className="yq-muted yq-number">{t("certificate-serial", { serial })}</p>
      <Form.Item name="reason" label={t("reason")} rules={[{ required: true, message: t("field-needed") }]}>
        <Radio.Group vertical options={revocationReasons.map((reason) => ({ value: reason, label: t(`revocation-${reason}`) }))} />
      </Form.Item>
    </FormModal>
  );
}
