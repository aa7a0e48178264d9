import { useQuery } from "@tanstack/react-query";
import { Button, Empty, Form, Input, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { post } from "@/api/client";
import { itemQuery, pitchesQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import type { Pitch } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { OrganisationName, ProjectTitle } from "@/ui/names";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import styles from "./Administration.module.css";

function Row({ pitch }: { pitch: Pitch }) {
  const t = useT();
  const pick = usePick();
  const [returning, setReturning] = useState(false);
  const item = useQuery(itemQuery(pitch.item)).data;
  const move = useCommand<{ to: string; reason?: string }>({ run: (input, key) => post(`/pitches/${pitch.id}/transition`, input, key), stale: [["pitches"], ["items"]], done: t("saved"), onDone: () => setReturning(false) });
  return (
    <li>
      <div className={styles.words}>
        <Link to={paths.project(pitch.project)}><ProjectTitle id={pitch.project} /></Link>
        <small className="yq-muted"><OrganisationName id={pitch.agent} /> · {pick(item?.title)}</small>
      </div>
      <Status of="pitch-state" state={pitch.state} />
      <div className={styles.buttons}>
        {pitch.state === "submitted" && <Button size="small" type="primary" loading={move.isPending} onClick={() => move.mutate({ to: "approved" })}>{t("pitch-approve")}</Button>}
        {pitch.state === "submitted" && <Button size="small" onClick={() => setReturning(true)}>{t("pitch-return")}</Button>}
        {pitch.state === "approved" && <Button size="small" type="primary" loading={move.isPending} onClick={() => move.mutate({ to: "published" })}>{t("pitch-publish")}</Button>}
      </div>
      {returning && (
        <FormModal<{ reason: string }> title={t("pitch-return")} ok={t("pitch-return")} pending={move.isPending} send={({ reason }) => move.mutate({ to: "returned", reason })} close={() => setReturning(false)}>
          <Form.Item name="reason" label={t("reason")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}>
            <Input.TextArea rows={3} autoFocus />
          </Form.Item>
        </FormModal>
      )}
    </li>
  );
}

/** Pitches that wait for approval, and all others. */
export function PitchesPart() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const view = search.get("view") ?? "waiting";
  const pitches = useQuery(pitchesQuery({ per_page: 500 }));
  const waiting = (pitch: Pitch) => pitch.state === "submitted" || pitch.state === "approved";
  const shown = (pitches.data?.items ?? []).filter((pitch) => view === "all" || waiting(pitch));
  return (
    <>
      <Segmented value={view} onChange={(value) => setSearch({ view: value }, { replace: true })} options={["waiting", "all"].map((value) => ({ value, label: t(`pitches-${value}`) }))} style={{ marginBlockEnd: 14 }} />
      {pitches.isPending && <Skeleton active />}
      {pitches.isError && <ProblemAlert error={pitches.error} retry={() => void pitches.refetch()} />}
      {pitches.data && shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("pitches-none")} />}
      {shown.length > 0 && <ul className={`${styles.items ?? ""} ${styles.sheet ?? ""}`}>{shown.map((pitch) => <Row key={pitch.id} pitch={pitch} />)}</ul>}
    </>
  );
}
