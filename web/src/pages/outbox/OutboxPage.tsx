import { useQuery } from "@tanstack/react-query";
import { Alert, Empty, Skeleton } from "antd";
import { get } from "@/api/client";
import type { components } from "@/api/generated";
import { useT } from "@/i18n/useT";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Moment } from "@/ui/values";
import styles from "./Outbox.module.css";

type Mail = components["schemas"]["Posted"];

const link = /(https?:\/\/[^\s]+)/;

/** Text with its web addresses as links. */
function Linked({ text }: { text: string }) {
  return text.split(link).map((part, index) => (link.test(part) ? <a key={index} href={part}>{part}</a> : part));
}

/** The mail that a development server would have sent. */
export default function OutboxPage() {
  const t = useT();
  const mails = useQuery({ queryKey: ["outbox"], queryFn: ({ signal }) => get<{ items: Mail[] }>("/outbox", undefined, signal), refetchInterval: 3_000 });
  return (
    <>
      <PageHeader title={t("outbox-title")} />
      <Alert type="info" showIcon title={t("outbox-note")} style={{ marginBlockEnd: 16 }} />
      {mails.isPending && <Skeleton active />}
      {mails.isError && <ProblemAlert error={mails.error} />}
      {mails.data?.items.length === 0 && <Empty description={t("outbox-empty")} />}
      <ul className={styles.mails}>
        {mails.data?.items.map((mail) => (
          <li key={mail.id}>
            <header>
              <b>{mail.subject}</b>
              <small className="yq-muted">{mail.to} · <Moment at={mail.sent_at} /></small>
            </header>
            <pre><Linked text={mail.text} /></pre>
          </li>
        ))}
      </ul>
    </>
  );
}
