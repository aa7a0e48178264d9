import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { type HistoryLine, projectHistoryQuery } from "@/api/history";
import type { FileReference, Money, Stage } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useMessage, useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { FileLinks } from "@/ui/Uploads";
import { Amount, Digest, Moment } from "@/ui/values";
import styles from "./Projects.module.css";
import { StageTag } from "./StageTag";

function weight(what: string): string | undefined {
  if (/signed|sealed/.test(what)) return "signed";
  if (/approved|frozen|money|matched|presented/.test(what)) return "done";
  return undefined;
}

interface Told {
  message?: string;
  reason?: string;
  attachments?: FileReference[];
  to?: { to?: string; reason?: string; state?: string };
  entry?: { amount: Money };
  document?: string;
  revision?: string;
}

/** What the event itself adds: words, files, amounts, digests. */
function Details({ line }: { line: HistoryLine }) {
  const told = line.details as Told;
  const words = told.message || told.reason || told.to?.reason;
  const digest = told.document ?? told.revision;
  return (
    <>
      {line.what === "project-moved" && told.to?.to && <div><StageTag stage={told.to.to as Stage} /></div>}
      {line.what === "pitch-moved" && told.to?.state && <div><Status of="pitch-state" state={told.to.state} /></div>}
      {line.what === "meeting-moved" && told.to?.to && <div><Status of="meeting-state" state={told.to.to} /></div>}
      {told.entry && <div><Amount money={told.entry.amount} /></div>}
      {words && <blockquote>{words}</blockquote>}
      {told.attachments && <FileLinks files={told.attachments} />}
      {digest && <div><Digest value={digest} /></div>}
    </>
  );
}

function Entry({ line }: { line: HistoryLine }) {
  const t = useT();
  const pick = usePick();
  const message = useMessage();
  return (
    <li data-weight={weight(line.what)}>
      <b>{message(`history-${line.what}`)?.title ?? line.what}</b>
      <small>
        <Moment at={line.at} /> · {line.by === "system" ? t("history-by-system") : pick(line.name) || t("name-withheld")}
        <span className="yq-number"> · {t("history-entry", { number: line.seq })}</span>
      </small>
      <Details line={line} />
    </li>
  );
}

/** Everything that ever happened to a project, the newest first. */
export function History({ project }: { project: string }) {
  const history = useQuery(projectHistoryQuery(project));
  if (history.isPending) return <Skeleton active />;
  if (history.isError) return <ProblemAlert error={history.error} retry={() => void history.refetch()} />;
  return (
    <ol className={styles.history}>
      {history.data.toReversed().map((line, index) => <Entry key={index} line={line} />)}
    </ol>
  );
}
