import { CloseOutlined, PaperClipOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";

import { post } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import parts from "@/rooms/parts/parts.module.css";
import { type FileReference, interestKinds, type Interest, type InterestKind, type Project } from "@/api/types";
import { InterestReceipt } from "./InterestReceipt";
import styles from "./interest.module.css";

interface Props {
  project: Project;
  pitch: string | undefined;
  className?: string | undefined;
  onClose: () => void;
}

interface Draft {
  kind: InterestKind;
  message: string;
  files: File[];
}

/** Three fields and a file, beside the video that goes on. */
export function InterestPanel({ project, pitch, className, onClose }: Props) {
  const t = useT();
  const pick = usePick();
  const [receipt, setReceipt] = useState<Interest>();
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.querySelector("input")?.focus(), []);
  return (
    <aside
      ref={root}
      className={`${parts.aside ?? ""} ${className ?? ""} ${styles.panel ?? ""}`}
      aria-label={t("hall-express-interest")}
      onKeyDown={({ key }) => { if (key === "Escape") onClose(); }}
    >
      <header>
        <div>
          <h2>{t("hall-express-interest")}</h2>
          <p>{pick(project.title)}</p>
        </div>
        <button type="button" className={parts.small} onClick={onClose} aria-label={t("rooms-close")}>
          <CloseOutlined />
        </button>
      </header>
      {receipt ? (
        <InterestReceipt interest={receipt} onClose={onClose} />
      ) : (
        <InterestForm project={project} pitch={pitch} onSent={setReceipt} />
      )}
    </aside>
  );
}

async function upload(file: File): Promise<FileReference> {
  const body = new FormData();
  body.append("file", file);
  return post<FileReference>("/files", body);
}

function InterestForm({ project, pitch, onSent }: { project: Project; pitch: string | undefined; onSent: (sent: Interest) => void }) {
  const t = useT();
  const [draft, setDraft] = useState<Draft>({ kind: "information", message: "", files: [] });
  const send = useCommand<Draft, Interest>({
    run: async ({ kind, message, files }, key) => {
      const attachments: FileReference[] = [];
      for (const file of files) attachments.push(await upload(file));
      return post<Interest>(`/projects/${project.id}/interests`, { kind, message, attachments, ...(pitch && { pitch }) }, key);
    },
    stale: [["interests"], ["projects", project.id]],
    onDone: onSent,
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(draft);
      }}
    >
      <Kinds value={draft.kind} onChange={(kind) => { setDraft({ ...draft, kind }); }} />
      <label className={styles.message}>
        <span>{t("hall-interest-message")}</span>
        <textarea
          value={draft.message}
          rows={5}
          maxLength={4000}
          dir="auto"
          placeholder={t("hall-interest-message-hint")}
          onChange={({ target }) => { setDraft({ ...draft, message: target.value }); }}
        />
      </label>
      <Attachments files={draft.files} onChange={(files) => { setDraft({ ...draft, files }); }} />
      <p className={styles.consent}>{t("hall-interest-consent")}</p>
      <button type="submit" className={styles.send} disabled={send.isPending} data-testid="send-interest">
        {send.isPending ? t("hall-interest-sending") : t("hall-interest-send")}
      </button>
    </form>
  );
}

function Kinds({ value, onChange }: { value: InterestKind; onChange: (kind: InterestKind) => void }) {
  const t = useT();
  return (
    <fieldset className={styles.kinds}>
      <legend>{t("hall-interest-kind")}</legend>
      {interestKinds.map((kind) => (
        <label key={kind}>
          <input type="radio" name="kind" value={kind} checked={kind === value} onChange={() => { onChange(kind); }} />
          <span>{t(`hall-interest-${kind}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Attachments({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
  const t = useT();
  return (
    <div className={styles.files}>
      <label className={styles.attach}>
        <PaperClipOutlined aria-hidden="true" />
        {t("hall-interest-attach")}
        <input
          type="file"
          multiple
          data-testid="brochure"
          onChange={({ target }) => {
            onChange([...files, ...(target.files ?? [])]);
            target.value = "";
          }}
        />
      </label>
      <ul>
        {files.map((file, index) => (
          <li key={`${file.name}-${String(index)}`}>
            <span>{file.name}</span>
            <button type="button" className={parts.small} aria-label={t("hall-interest-detach", { name: file.name })} onClick={() => { onChange(files.filter((_, at) => at !== index)); }}>
              <CloseOutlined />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
