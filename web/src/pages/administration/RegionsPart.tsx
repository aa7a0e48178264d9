import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Form, Input, Select, Table } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { post } from "@/api/client";
import { regionsQuery } from "@/api/records";
import { useRole } from "@/api/session";
import { useCommand } from "@/api/useCommand";
import type { LocalizedText, Region } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { ProblemAlert } from "@/ui/Problem";

interface Fields {
  parent: string;
  level: Region["level"];
  code: string;
  name: LocalizedText;
  valid_from: Dayjs;
}

const below = ["city", "county", "park"] as const;

function AddRegion({ regions, close }: { regions: Region[]; close: () => void }) {
  const t = useT();
  const pick = usePick();
  const add = useCommand<Fields>({
    run: (fields, key) => post("/regions", { ...fields, valid_from: fields.valid_from.format("YYYY-MM-DD") }, key),
    stale: [["regions"]],
    done: t("saved"),
    onDone: close,
  });
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <FormModal<Fields> title={t("region-new")} ok={t("save")} pending={add.isPending} initial={{ level: "city" }} send={add.mutate} close={close}>
      <Form.Item name="parent" label={t("region-parent")} rules={needed}>
        <Select showSearch={{ optionFilterProp: "label" }} options={regions.filter(({ level }) => level !== "park").map((r) => ({ value: r.code, label: pick(r.name) }))} />
      </Form.Item>
      <Form.Item name="level" label={t("region-level")}><Select options={below.map((level) => ({ value: level, label: t(`region-level-${level}`) }))} /></Form.Item>
      <Form.Item name="code" label={t("region-code")} extra={t("region-code-help")} rules={needed}><Input maxLength={16} /></Form.Item>
      <LocalizedFields name="name" label={t("region-name")} />
      <Form.Item name="valid_from" label={t("region-valid-from")} rules={needed}><DatePicker /></Form.Item>
    </FormModal>
  );
}

type Branch = Region & { children?: Branch[] };

function branches(regions: Region[], parent: string | null): Branch[] {
  return regions
    .filter((region) => region.parent === parent)
    .map((region) => {
      const children = branches(regions, region.code);
      return children.length > 0 ? { ...region, children } : region;
    });
}

/** The province and what is below it: cities, counties, parks. */
export function RegionsPart() {
  const t = useT();
  const pick = usePick();
  const found = useQuery(regionsQuery);
  const mayAdd = useRole("province_officer");
  const [open, setOpen] = useState(false);
  const regions = found.data ?? [];
  return (
    <>
      {mayAdd && <p><Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>{t("region-new")}</Button></p>}
      {found.isError && <ProblemAlert error={found.error} retry={() => void found.refetch()} />}
      <Table<Branch>
        key={regions.length}
        rowKey="code"
        loading={found.isPending}
        pagination={false}
        dataSource={branches(regions, null)}
        indentSize={10}
        expandable={{ defaultExpandAllRows: true }}
        columns={[
          { title: t("region-name"), render: (_, region) => pick(region.name) },
          { title: t("region-level"), responsive: ["md"], render: (_, region) => t(`region-level-${region.level}`) },
          { title: t("region-code"), dataIndex: "code", className: "yq-number" },
        ]}
      />
      {open && <AddRegion regions={regions} close={() => setOpen(false)} />}
    </>
  );
}
