import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { post } from "@/api/client";
import { useMe } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { Fair, Industry, LocalizedText } from "@/api/types";
import { planned } from "@/i18n/languages";
import { useT } from "@/i18n/useT";
import { FormDrawer } from "@/ui/FormDrawer";
import { LocalizedFields } from "@/ui/LocalizedInput";

interface Fields {
  name: LocalizedText;
  time_zone: string;
  days: [Dayjs, Dayjs];
  languages: string[];
  industries: Industry[];
}

function Industries() {
  const t = useT();
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <Form.List name="industries" initialValue={[{}]}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} style={{ display: "grid", gridTemplateColumns: "1fr 1fr 1fr auto", gap: 8 }}>
              <Form.Item name={[name, "code"]} rules={needed}><Input placeholder={t("industry-code")} aria-label={t("industry-code")} /></Form.Item>
              <Form.Item name={[name, "name", "zh"]} rules={needed}><Input placeholder={t("language-zh")} aria-label={t("language-zh")} lang="zh" /></Form.Item>
              <Form.Item name={[name, "name", "en"]} rules={needed}><Input placeholder={t("language-en")} aria-label={t("language-en")} lang="en" /></Form.Item>
              <Button type="text" icon={<MinusCircleOutlined />} aria-label={t("remove")} onClick={() => remove(name)} />
            </div>
          ))}
          <Button type="dashed" block icon={<PlusOutlined />} onClick={() => add({})}>{t("industry-add")}</Button>
        </>
      )}
    </Form.List>
  );
}

/** Creating a fair in draft. */
export function CreateFair({ created, close }: { created: (fair: Fair) => void; close: () => void }) {
  const t = useT();
  const host = useMe().active_membership?.organisation_id;
  const create = useCommand<Fields, Fair>({
    run: ({ days, ...fields }, key) => post("/fairs", { ...fields, host, starts_on: days[0].format("YYYY-MM-DD"), ends_on: days[1].format("YYYY-MM-DD") }, key),
    stale: [["fairs"]],
    done: t("saved"),
    onDone: (fair) => {
      created(fair);
      close();
    },
  });
  return (
    <FormDrawer<Fields> title={t("admin-fair-new")} ok={t("save")} pending={create.isPending} initial={{ time_zone: "Asia/Shanghai", languages: ["zh", "en"] }} send={create.mutate} close={close}>
      <LocalizedFields name="name" label={t("fair-name")} />
      <Form.Item name="days" label={t("fair-days")} rules={[{ required: true, message: t("field-needed") }]}><DatePicker.RangePicker style={{ inlineSize: "100%" }} /></Form.Item>
      <Form.Item name="time_zone" label={t("fair-zone")}><Select showSearch options={Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone }))} /></Form.Item>
      <Form.Item name="languages" label={t("fair-languages")}><Select mode="multiple" options={planned.map((l) => ({ value: l.code, label: l.name }))} /></Form.Item>
      <Form.Item label={t("fair-industries")}><Industries /></Form.Item>
    </FormDrawer>
  );
}
