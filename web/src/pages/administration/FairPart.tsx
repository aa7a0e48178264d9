import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Empty, Select, Skeleton, Steps } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "@/api/client";
import { ceremoniesQuery, itemsQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import { type Fair, type FairState, type Item, type ItemState, fairStates } from "@/api/types";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Section } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { Moment } from "@/ui/values";
import styles from "./Administration.module.css";
import { useChosenFair } from "./chosenFair";
import { CreateFair } from "./CreateFair";
import { ItemForm } from "./ItemForm";

function FairProgress({ fair }: { fair: Fair }) {
  const t = useT();
  const { modal } = App.useApp();
  const at = fairStates.indexOf(fair.state as (typeof fairStates)[number]);
  const next = at >= 0 ? fairStates[at + 1] : undefined;
  const move = useCommand<{ to: FairState }>({ run: (input, key) => post(`/fairs/${fair.id}/transition`, input, key), stale: [["fairs"]], done: t("admin-fair-moved") });
  const ask = (to: FairState) =>
    void modal.confirm({ title: t("admin-fair-move-ask", { state: t(`fair-state-${to}`) }), content: t("admin-fair-move-note"), onOk: () => move.mutateAsync({ to }) });
  return (
    <>
      <div className={styles.steps}>
        <Steps size="small" current={at} titlePlacement="vertical" items={fairStates.map((state) => ({ title: t(`fair-state-${state}`) }))} />
      </div>
      {next && <Button type="primary" loading={move.isPending} onClick={() => ask(next)}>{t("admin-fair-move", { state: t(`fair-state-${next}`) })}</Button>}
    </>
  );
}

const following: Record<ItemState, ItemState[]> = {
  planned: ["rehearsal"],
  rehearsal: ["ready"],
  ready: ["live", "rehearsal"],
  live: ["ended"],
  ended: [],
};

function ItemRow({ item, zone, edit }: { item: Item; zone: string; edit: () => void }) {
  const t = useT();
  const pick = usePick();
  const ceremony = useQuery({ ...ceremoniesQuery({ item: item.id, per_page: 1 }), enabled: item.kind === "signing_ceremony" }).data?.items[0];
  const move = useCommand<{ to: ItemState }>({ run: (input, key) => post(`/items/${item.id}/transition`, input, key), stale: [["items"]], done: t("admin-item-moved") });
  return (
    <li>
      <span className={styles.code}>{item.code}</span>
      <div className={styles.words}>
        <Link to={ceremony ? paths.ceremony(ceremony.id) : paths.hall(item.id)}>{pick(item.title)}</Link>
        <small className="yq-muted">{t(`item-kind-${item.kind}`)} · <Moment at={item.starts_at} hostZone={zone} /></small>
      </div>
      <Status of="item-state" state={item.state} />
      <div className={styles.buttons}>
        {following[item.state].map((to, index) => (
          <Button key={to} size="small" type={index === 0 && to === "live" ? "primary" : "default"} loading={move.isPending} onClick={() => move.mutate({ to })}>{t(`admin-item-to-${to}`)}</Button>
        ))}
        {(item.state === "planned" || item.state === "rehearsal" || item.state === "ready") && <Button size="small" type="text" onClick={edit}>{t("edit")}</Button>}
        {ceremony && <Link to={paths.console(ceremony.id)}><Button size="small">{t("admin-console")}</Button></Link>}
      </div>
    </li>
  );
}

/** The fair's state and its programme. */
export function FairPart() {
  const t = useT();
  const pick = usePick();
  const { fair, fairs, choose, isPending, error, refetch } = useChosenFair();
  const items = useQuery({ ...itemsQuery(fair?.id ?? ""), enabled: !!fair });
  const [open, setOpen] = useState<"fair" | "item" | Item | null>(null);
  const close = () => setOpen(null);
  if (isPending) return <Skeleton active />;
  if (error) return <ProblemAlert error={error} retry={refetch} />;
  const create = <Button icon={<PlusOutlined />} onClick={() => setOpen("fair")}>{t("admin-fair-new")}</Button>;
  return (
    <>
      {!fair && <Empty description={t("lobby-no-fair")}>{create}</Empty>}
      {fair && (
        <>
          <Section
            title={pick(fair.name)}
            extra={
              <span className={styles.buttons}>
                {fairs.length > 1 && <Select aria-label={t("admin-fair-choose")} value={fair.id} onChange={choose} popupMatchSelectWidth={false} options={fairs.map(({ id, name }) => ({ value: id, label: pick(name) }))} />}
                {create}
              </span>
            }
          >
            <FairProgress fair={fair} />
          </Section>
          <Section title={t("programme-title")} extra={<Button icon={<PlusOutlined />} onClick={() => setOpen("item")}>{t("admin-item-new")}</Button>}>
            {items.data?.items.length === 0 && <Empty description={t("programme-empty")} />}
            <ul className={styles.items}>
              {items.data?.items.map((item) => <ItemRow key={item.id} item={item} zone={fair.time_zone} edit={() => setOpen(item)} />)}
            </ul>
          </Section>
        </>
      )}
      {open === "fair" && <CreateFair created={(made) => choose(made.id)} close={close} />}
      {fair && open !== null && open !== "fair" && <ItemForm fair={fair} {...(open === "item" ? {} : { item: open })} close={close} />}
    </>
  );
}
