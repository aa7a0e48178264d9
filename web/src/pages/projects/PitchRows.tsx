import { useQuery } from "@tanstack/react-query";
import { App, Button, Modal, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "@/api/client";
import { itemQuery, itemsQuery, pitchesQuery } from "@/api/records";
import { useMe, useRole } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Pitch, Project } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { OrganisationName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Status } from "@/ui/Status";
import { Moment } from "@/ui/values";
import styles from "./Projects.module.css";

/** Drafting a pitch of the project in one of the roadshows to come. */
function NewPitch({ project, close }: { project: Project; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const [item, setItem] = useState<string>();
  const items = useQuery(itemsQuery(project.fair)).data?.items.filter((i) => i.kind === "roadshow" && i.state !== "ended") ?? [];
  const draft = useCommand<string, Pitch>({ run: (id, key) => post(`/projects/${project.id}/pitches`, { item: id }, key), stale: [["pitches"], ["projects"]], done: t("pitch-drafted"), onDone: close });
  return (
    <Modal open title={t("pitch-new")} okText={t("pitch-draft")} onCancel={close} okButtonProps={{ disabled: !item }} onOk={() => item && draft.mutate(item)} confirmLoading={draft.isPending}>
      <label htmlFor="pitch-item">{t("pitch-item")}</label>
      <Select id="pitch-item" style={{ inlineSize: "100%" }} value={item ?? null} onChange={setItem} options={items.map((i) => ({ value: i.id, label: `${pick(i.title)} · ${format.dateTime(i.starts_at)}` }))} />
    </Modal>
  );
}

function Row({ pitch, mine }: { pitch: Pitch; mine: boolean }) {
  const t = useT();
  const pick = usePick();
  const item = useQuery(itemQuery(pitch.item)).data;
  const move = useCommand<"submitted" | "withdrawn">({ run: (to, key) => post(`/pitches/${pitch.id}/transition`, { to }, key), stale: [["pitches"]], done: t("saved") });
  const { modal } = App.useApp();
  const withdraw = () => void modal.confirm({ title: t("pitch-withdraw-ask"), content: t("pitch-withdraw-note"), okText: t("pitch-withdraw"), okButtonProps: { danger: true }, onOk: () => move.mutateAsync("withdrawn") });
  const maySubmit = mine && (pitch.state === "draft" || pitch.state === "returned");
  const mayWithdraw = mine && !["presented", "withdrawn", "expired"].includes(pitch.state);
  return (
    <li>
      <div>
        <Link to={paths.hall(pitch.item)}>{pick(item?.title) || "…"}</Link>
        <div className="yq-muted"><OrganisationName id={pitch.agent} />{item && <> · <Moment at={item.starts_at} /></>}</div>
        {pitch.reason && <div className="yq-muted">{pitch.reason}</div>}
        {maySubmit && <Button size="small" loading={move.isPending} onClick={() => move.mutate("submitted")}>{t("pitch-submit")}</Button>}
        {mayWithdraw && <Button size="small" type="text" onClick={withdraw}>{t("pitch-withdraw")}</Button>}
      </div>
      <Status of="pitch-state" state={pitch.state} />
    </li>
  );
}

/** Where the project is or was pitched, and for its agent the way to pitch it. */
export function PitchRows({ project }: { project: Project }) {
  const t = useT();
  const own = useMe().active_membership.organisation_id;
  const pitches = useRole("agent", "principal");
  const [open, setOpen] = useState(false);
  const mine = pitches && (own === project.agent || own === project.owner);
  const rows = useQuery(pitchesQuery({ project: project.id, per_page: 50 })).data?.items ?? [];
  if (rows.length === 0 && !mine) return null;
  return (
    <Section title={t("project-pitches")} extra={mine && <Button size="small" onClick={() => setOpen(true)}>{t("pitch-new")}</Button>}>
      {rows.length === 0 && <p className="yq-muted">{t("project-no-pitches")}</p>}
      <ul className={styles.rows}>{rows.map((pitch) => <Row key={pitch.id} pitch={pitch} mine={mine && pitch.agent === own} />)}</ul>
      {open && <NewPitch project={project} close={() => setOpen(false)} />}
    </Section>
  );
}
