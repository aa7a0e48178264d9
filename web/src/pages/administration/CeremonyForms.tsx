import { useQuery } from "@tanstack/react-query";
import { Form, Select, Switch } from "antd";
import { post } from "@/api/client";
import { agreementsQuery, itemsQuery, peopleQuery } from "@/api/records";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Ceremony, Fair, LocalizedText } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { LocalizedFields } from "@/ui/LocalizedInput";

interface CeremonyFields {
  item: string;
  title: LocalizedText;
  officiant: string;
}

/** Creating the ceremony of a programme item of that kind. */
export function NewCeremony({ fair, taken, close }: { fair: Fair; taken: string[]; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const me = useMe();
  const [form] = Form.useForm<CeremonyFields>();
  const items = useQuery(itemsQuery(fair.id)).data?.items.filter((i) => i.kind === "signing_ceremony" && !taken.includes(i.id)) ?? [];
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  const create = useCommand<CeremonyFields>({ run: (fields, key) => post("/ceremonies", fields, key), stale: [["ceremonies"]], done: t("saved"), onDone: close });
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <FormModal<CeremonyFields> title={t("ceremony-new")} ok={t("save")} form={form} pending={create.isPending} initial={{ officiant: me.person.id }} send={create.mutate} close={close}>
      <Form.Item name="item" label={t("ceremony-item")} rules={needed}>
        <Select options={items.map((i) => ({ value: i.id, label: `${i.code} ${pick(i.title)}` }))} onChange={(id) => form.setFieldValue("title", items.find((i) => i.id === id)?.title)} />
      </Form.Item>
      <LocalizedFields name="title" label={t("item-title")} />
      <Form.Item name="officiant" label={t("ceremony-officiant")} rules={needed}>
        <Select showSearch={{ optionFilterProp: "label" }} options={people.map((p) => ({ value: p.id, label: pick(p.name) }))} />
      </Form.Item>
    </FormModal>
  );
}

interface ActFields {
  agreements: string[];
  title: LocalizedText;
  sites: string[];
  pages_shown: boolean;
}

/** Nominating an act: which agreements, under which title, between which sites. */
export function NewAct({ ceremony, close }: { ceremony: Ceremony; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const [form] = Form.useForm<ActFields>();
  const open = useQuery(agreementsQuery({ fair: ceremony.fair, per_page: 500 })).data?.items.filter((a) => ["draft", "approved", "agreed"].includes(a.state) && !a.act) ?? [];
  const nominate = useCommand<ActFields>({
    run: ({ sites, ...fields }, key) => post(`/ceremonies/${ceremony.id}/acts`, { ...fields, sites: sites.map((site) => ({ zh: site, en: site })) }, key),
    stale: [["ceremonies"], ["agreements"]],
    done: t("saved"),
    onDone: close,
  });
  return (
    <FormModal<ActFields> title={t("act-new")} ok={t("act-nominate")} form={form} pending={nominate.isPending} initial={{ pages_shown: false }} send={nominate.mutate} close={close}>
      <Form.Item name="agreements" label={t("nav-agreements")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={open.map((a) => ({ value: a.id, label: `${a.number} ${pick(a.title)}` }))} onChange={(ids: string[]) => { if (ids.length === 1) form.setFieldValue("title", open.find((a) => a.id === ids[0])?.title); }} />
      </Form.Item>
      <LocalizedFields name="title" label={t("item-title")} />
      <Form.Item name="sites" label={t("act-sites")} rules={[{ required: true, type: "array", min: 2, message: t("act-two-sites") }]}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="pages_shown" label={t("act-pages-shown")} extra={t("act-pages-shown-note")} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormModal>
  );
}
