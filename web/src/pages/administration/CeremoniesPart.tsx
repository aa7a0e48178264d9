import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Empty, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "@/api/client";
import { knownName } from "@/api/names";
import { ceremoniesQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import type { Act, Ceremony } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { ProjectTitle } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import styles from "./Administration.module.css";
import { useChosenFair } from "./chosenFair";
import { NewAct, NewCeremony } from "./CeremonyForms";

/** Steps before the ceremony; announcing and signing belong to the officiant's console. */
const following: Partial<Record<Act["state"], "dedup_checked" | "approved" | "rehearsed">> = {
  nominated: "dedup_checked",
  dedup_checked: "approved",
  approved: "rehearsed",
};

function ActRow({ act, number }: { act: Act; number: number }) {
  const t = useT();
  const pick = usePick();
  const format = useFormat();
  const { modal } = App.useApp();
  const move = useCommand<{ to: string; reason?: string }>({ run: (input, key) => post(`/acts/${act.id}/transition`, input, key), stale: [["ceremonies"]], done: t("saved") });
  const next = following[act.state];
  const pull = () => void modal.confirm({ title: t("act-pull-ask"), content: t("act-pull-note"), okButtonProps: { danger: true }, onOk: () => move.mutateAsync({ to: "pulled", reason: t("act-pulled-by-administration") }) });
  return (
    <li>
      <span className={styles.code}>{number}</span>
      <div className={styles.words}>
        <b>{pick(act.title)}</b>
        <small className="yq-muted">{format.list(act.agreements.map((id) => pick(knownName(id)) || id))}</small>
        {act.state === "dedup_checked" && !!act.similar?.length && <Alert type="warning" showIcon title={t("act-similar")} description={act.similar.map((id) => <div key={id}><Link to={paths.project(id)}><ProjectTitle id={id} /></Link></div>)} />}
        {act.reason && <small>{act.reason}</small>}
      </div>
      <Status of="act-state" state={act.state} />
      <div className={styles.buttons}>
        {next && <Button size="small" loading={move.isPending} onClick={() => move.mutate({ to: next })}>{t(`act-to-${next}`)}</Button>}
        {next && <Button size="small" type="text" danger onClick={pull}>{t("act-pull")}</Button>}
      </div>
    </li>
  );
}

function CeremonySection({ ceremony }: { ceremony: Ceremony }) {
  const t = useT();
  const pick = usePick();
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={pick(ceremony.title)}
      extra={
        <span className={styles.buttons}>
          <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>{t("act-new")}</Button>
          <Link to={paths.console(ceremony.id)}><Button>{t("admin-console")}</Button></Link>
        </span>
      }
    >
      {ceremony.acts.length === 0 && <p className="yq-muted">{t("acts-none")}</p>}
      <ol className={styles.items}>{ceremony.acts.map((act, index) => <ActRow key={act.id} act={act} number={index + 1} />)}</ol>
      {open && <NewAct ceremony={ceremony} close={() => setOpen(false)} />}
    </Section>
  );
}

/** Ceremonies and their acts up to the rehearsal: nominated, checked for duplicates, approved. */
export function CeremoniesPart() {
  const t = useT();
  const { fair } = useChosenFair();
  const ceremonies = useQuery({ ...ceremoniesQuery({ fair: fair?.id, per_page: 100 }), enabled: !!fair });
  const [open, setOpen] = useState(false);
  return (
    <>
      <p><Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>{t("ceremony-new")}</Button></p>
      {ceremonies.isPending && <Skeleton active />}
      {ceremonies.isError && <ProblemAlert error={ceremonies.error} retry={() => void ceremonies.refetch()} />}
      {ceremonies.data?.items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("ceremonies-none")} />}
      {ceremonies.data?.items.map((ceremony) => <CeremonySection key={ceremony.id} ceremony={ceremony} />)}
      {open && fair && <NewCeremony fair={fair} taken={ceremonies.data?.items.map((c) => c.item) ?? []} close={() => setOpen(false)} />}
    </>
  );
}
