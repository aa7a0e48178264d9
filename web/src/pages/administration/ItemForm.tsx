import { DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { post, put } from "@/api/client";
import { useCommand } from "@/api/useCommand";
import { type Fair, type Item, type ItemKind, type LocalizedText, itemKinds } from "@/api/types";
import { viewerZone } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { FormDrawer } from "@/ui/FormDrawer";
import { LocalizedFields } from "@/ui/LocalizedInput";

interface Fields {
  code: string;
  kind: ItemKind;
  title: LocalizedText;
  span: [Dayjs, Dayjs];
  sites?: string[];
}

/** Sites are typed as one word; where a language has no word of its own the same stands for all. */
function sitesOf(item: Item | undefined, typed: string[]): LocalizedText[] {
  return typed.map((name) => item?.sites.find((site) => Object.values(site).includes(name)) ?? { zh: name, en: name });
}

/** Planning an item of the programme, or changing its plan. */
export function ItemForm({ fair, item, close }: { fair: Fair; item?: Item; close: () => void }) {
  const t = useT();
  const save = useCommand<Fields>({
    run: ({ span, sites, ...fields }, key) => {
      const plan = { ...fields, starts_at: span[0].toISOString(), ends_at: span[1].toISOString(), sites: sitesOf(item, sites ?? []) };
      return item ? put(`/items/${item.id}`, plan, key) : post(`/fairs/${fair.id}/items`, plan, key);
    },
    stale: [["items"]],
    done: t("saved"),
    onDone: close,
  });
  const initial = item
    ? { code: item.code, kind: item.kind, title: item.title, span: [dayjs(item.starts_at), dayjs(item.ends_at)], sites: item.sites.map((site) => site["zh"] ?? site["en"] ?? "") }
    : { kind: "roadshow" };
  return (
    <FormDrawer<Fields> title={t(item ? "admin-item-edit" : "admin-item-new")} ok={t("save")} pending={save.isPending} initial={initial} send={save.mutate} close={close}>
      <Form.Item name="code" label={t("item-code")} rules={[{ required: true, message: t("field-needed") }]}><Input /></Form.Item>
      <Form.Item name="kind" label={t("item-kind")}><Select options={itemKinds.map((kind) => ({ value: kind, label: t(`item-kind-${kind}`) }))} /></Form.Item>
      <LocalizedFields name="title" label={t("item-title")} />
      <Form.Item name="span" label={t("item-span", { zone: viewerZone })} rules={[{ required: true, message: t("field-needed") }]}>
        <DatePicker.RangePicker showTime={{ format: "HH:mm", minuteStep: 5 }} format="YYYY-MM-DD HH:mm" style={{ inlineSize: "100%" }} />
      </Form.Item>
      <Form.Item name="sites" label={t("item-sites")}><Select mode="tags" open={false} suffixIcon={null} /></Form.Item>
    </FormDrawer>
  );
}
