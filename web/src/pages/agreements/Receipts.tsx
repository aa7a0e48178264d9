import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Collapse, Skeleton, Typography } from "antd";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { Problem } from "@/api/problem";
import { type Receipts as Told, type SigningReceipt, headOf, receiptsQuery } from "@/api/receipts";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { useMessage, useT } from "@/i18n/useT";
import { saveFile } from "@/ui/saveFile";
import { PersonName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Moment } from "@/ui/values";
import styles from "./Agreements.module.css";

/** Every act of the signing with its place in the log, a file that proves it, and how anybody checks that. */
export function Receipts({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const receipts = useQuery(receiptsQuery(agreement.id));
  const { hash } = useLocation();
  const there = receipts.data !== undefined;
  // Whoever comes from the own receipt looks for these.
  useEffect(() => {
    if (there && hash === "#receipts") document.getElementById("receipts")?.scrollIntoView();
  }, [there, hash]);
  // Entries bear amounts; whoever may not see those gets none.
  if (receipts.error instanceof Problem && receipts.error.status === 403) return null;
  return (
    <Section title={t("receipts-title")} id="receipts">
      <p className="yq-muted">{t("receipts-lead")}</p>
      {receipts.isPending && <Skeleton active />}
      {receipts.isError && <ProblemAlert error={receipts.error} retry={() => void receipts.refetch()} />}
      {receipts.data && <List agreement={agreement} receipts={receipts.data} />}
    </Section>
  );
}

function List({ agreement, receipts }: { agreement: Agreement; receipts: Told }) {
  const t = useT();
  if (receipts.items.length === 0) return <p>{t("receipts-none")}</p>;
  return (
    <>
      <ol className={styles.receipts} data-testid="receipts">
        {receipts.items.map((receipt) => <Line key={receipt.index} agreement={agreement} receipt={receipt} keys={receipts.log_keys} />)}
      </ol>
      <Collapse ghost className="yq-no-print" items={[{ key: "how", label: t("receipts-how"), children: <How keys={receipts.log_keys} /> }]} />
    </>
  );
}

function Line({ agreement, receipt, keys }: { agreement: Agreement; receipt: SigningReceipt; keys: string[] }) {
  const t = useT();
  const format = useFormat();
  const message = useMessage();
  const signatory = agreement.signatories.find(({ id }) => id === receipt.signatory);
  const words = receipt.what.map((what) => message(`history-${what}`)?.title ?? what);
  const { size } = headOf(receipt.checkpoint);
  const save = () => { saveFile(`${agreement.number}-receipt-${String(receipt.index)}.json`, JSON.stringify({ log_keys: keys, ...receipt }, null, 2), "application/json"); };
  return (
    <li>
      <div>
        <b>{format.list(words)}</b>
        {signatory && <> · <PersonName id={actingPerson(signatory)} /></>}
        <div className="yq-muted"><Moment at={receipt.at} /> · <span className="yq-number">{t("receipts-index", { index: receipt.index, size })}</span></div>
      </div>
      <Button size="small" className="yq-no-print" icon={<DownloadOutlined />} aria-label={t("receipts-save-one", { index: receipt.index })} onClick={save}>{t("receipts-save")}</Button>
    </li>
  );
}

/** How anybody checks a receipt without this server. */
function How({ keys }: { keys: string[] }) {
  const t = useT();
  return (
    <>
      <ol className={styles.how}>
        {["leaf", "path", "checkpoint", "consistency"].map((step) => <li key={step}>{t(`receipts-how-${step}`)}</li>)}
      </ol>
      <p>{t("receipts-keys")}</p>
      {keys.map((key) => <p key={key}><Typography.Text code copyable>{key}</Typography.Text></p>)}
      <p><a href="/log/checkpoint" target="_blank" rel="noreferrer">{t("receipts-newest")}</a></p>
    </>
  );
}
