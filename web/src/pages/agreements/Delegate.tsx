import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { post } from "@/api/client";
import { peopleQuery } from "@/api/records";
import { useMe } from "@/api/session";
import type { Agreement, FileReference, Signatory } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { Uploads } from "@/ui/Uploads";

interface Props {
  agreement: Agreement;
  signatory: Signatory;
  close: () => void;
}

interface Fields {
  delegate: string;
  power: FileReference[];
}

/** Appointing a delegate: who, and the power of attorney as a PDF. */
export function Delegate({ agreement, signatory, close }: Props) {
  const t = useT();
  const pick = usePick();
  const me = useMe().person.id;
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  const appoint = useCommand<Fields>({
    run: ({ delegate, power }, key) => post(`/signatories/${signatory.id}/delegation`, { delegate, power_of_attorney: power[0] }, key),
    stale: [["agreements"]],
    done: t("delegate-done"),
    onDone: close,
  });
  const signs = (person: string) => agreement.signatories.some((one) => one.person === person && one.id !== signatory.id && one.role?.kind === signatory.role?.kind);
  const fit = people.filter(({ id, memberships }) => id !== me && id !== signatory.person && !signs(id) && memberships.some((m) => m.organisation === signatory.organisation));
  return (
    <FormModal<Fields> title={t("delegate-title")} ok={t("delegate-appoint")} pending={appoint.isPending} send={(fields) => appoint.mutate(fields)} close={close}>
      <p className="yq-muted">{t("delegate-note")}</p>
      <Form.Item name="delegate" label={t("delegate-who")} rules={[{ required: true, message: t("field-needed") }]}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          notFoundContent={t("delegate-nobody")}
          options={fit.map(({ id, name }) => ({ value: id, label: pick(name) || t("name-withheld") }))}
        />
      </Form.Item>
      <Form.Item name="power" label={t("delegate-power")} rules={[{ required: true, type: "array", min: 1, message: t("delegate-power-needed") }]}>
        <Uploads most={1} />
      </Form.Item>
    </FormModal>
  );
}
