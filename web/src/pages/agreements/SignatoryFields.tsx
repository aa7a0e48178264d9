import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { peopleQuery } from "@/api/records";
import type { Person } from "@/api/types";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { SIGNATORY_CAPACITY } from "../negotiation/template";
import styles from "./Agreements.module.css";
import type { DraftSignatory } from "./DraftAgreement";

/** A place to sign before anybody is named: in the usual capacity. */
export const unnamedSignatory = (organisation?: string): DraftSignatory => ({ capacity: SIGNATORY_CAPACITY, ...(organisation ? { organisation } : {}) });

/** The people of an organisation; everybody where none of its people is known. */
function peopleOf(organisation: string | undefined, people: Person[]): Person[] {
  const own = people.filter((person) => person.memberships.some((m) => m.organisation === organisation));
  return own.length > 0 ? own : people;
}

function Place({ index, parties, people, remove }: { index: number; parties: { value: string; label: string }[]; people: Person[]; remove: () => void }) {
  const t = useT();
  const pick = usePick();
  const organisation = Form.useWatch<string | undefined>(["signatories", index, "organisation"]);
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <fieldset className={styles.part}>
      <legend>
        {t("draft-signatory", { number: index + 1 })} <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={t("draft-remove-signatory", { number: index + 1 })} onClick={remove} />
      </legend>
      <div className={styles.pair}>
        <Form.Item name={[index, "organisation"]} label={t("draft-signs-for")} rules={needed}>
          <Select options={parties} notFoundContent={t("draft-parties-first")} />
        </Form.Item>
        <Form.Item name={[index, "person"]} label={t("field-name")} rules={needed}>
          <Select showSearch={{ optionFilterProp: "label" }} options={peopleOf(organisation, people).map((p) => ({ value: p.id, label: pick(p.name) || t("name-withheld") }))} />
        </Form.Item>
        {["zh", "en"].map((code) => (
          <Form.Item key={code} name={[index, "capacity", code]} label={`${t("draft-capacity")} (${t(`language-${code}`)})`} rules={needed}>
            <Input lang={code} maxLength={100} />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
}

/** Who signs, for which party and in which capacity. */
export function SignatoryFields({ parties }: { parties: { value: string; label: string }[] }) {
  const t = useT();
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  return (
    <Form.List name="signatories">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => <Place key={key} index={name} parties={parties} people={people} remove={() => remove(name)} />)}
          <Button block type="dashed" icon={<PlusOutlined />} className={styles.add ?? ""} onClick={() => add(unnamedSignatory())}>{t("draft-add-signatory")}</Button>
        </>
      )}
    </Form.List>
  );
}
