import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { freshKey } from "@/api/client";
import { peopleQuery } from "@/api/records";
import type { Person } from "@/api/types";
import { dirOf } from "@/i18n/languages";
import { useLanguageName, usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { SIGNATORY_CAPACITY } from "../negotiation/template";
import styles from "./Agreements.module.css";
import { type DraftSignatory, MOST_SIGNATORIES } from "./draft";

const ROLES = ["signatory", "organisation_seal", "witness"] as const;

/** A place to sign before anybody is named: in the usual capacity. */
export const unnamedSignatory = (organisation?: string): DraftSignatory => ({ id: freshKey(), capacity: SIGNATORY_CAPACITY, role: "signatory", group: 1, ...(organisation ? { organisation } : {}) });

/** The people of an organisation; everybody where none of its people is known. */
function peopleOf(organisation: string | undefined, people: Person[]): Person[] {
  const own = people.filter((person) => person.memberships.some((m) => m.organisation === organisation));
  return own.length > 0 ? own : people;
}

interface Choice {
  value: string;
  label: string;
}

interface Props {
  languages: readonly string[];
  parties: Choice[];
  organisations: Choice[];
}

interface PlaceProps extends Props {
  index: number;
  people: Person[];
  remove: () => void;
}

function Place({ index, languages, parties, organisations, people, remove }: PlaceProps) {
  const t = useT();
  const pick = usePick();
  const languageName = useLanguageName();
  const role = Form.useWatch<DraftSignatory["role"]>(["signatories", index, "role"]);
  const organisation = Form.useWatch<string | undefined>(["signatories", index, "organisation"]);
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <fieldset className={styles.part}>
      <legend>
        {t("draft-signatory", { number: index + 1 })} <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={t("draft-remove-signatory", { number: index + 1 })} onClick={remove} />
      </legend>
      <Form.Item name={[index, "id"]} hidden><Input /></Form.Item>
      <div className={styles.pair}>
        <Form.Item name={[index, "organisation"]} label={t("draft-signs-for")} rules={needed}>
          <Select showSearch={{ optionFilterProp: "label" }} options={role === "witness" ? organisations : parties} notFoundContent={t("draft-parties-first")} />
        </Form.Item>
        <Form.Item name={[index, "person"]} label={t("field-name")} rules={needed}>
          <Select showSearch={{ optionFilterProp: "label" }} options={peopleOf(organisation, people).map((p) => ({ value: p.id, label: pick(p.name) || t("name-withheld") }))} />
        </Form.Item>
        <Form.Item name={[index, "role"]} label={t("draft-role")}>
          <Select options={ROLES.map((kind) => ({ value: kind, label: t(`place-role-${kind}`) }))} />
        </Form.Item>
        {role === "witness" && <Attested index={index} people={people} />}
        <Form.Item name={[index, "group"]} label={t("draft-group")} tooltip={t("draft-group-note")}>
          <InputNumber min={1} max={20} style={{ inlineSize: "100%" }} />
        </Form.Item>
        {languages.map((code) => (
          <Form.Item key={code} name={[index, "capacity", code]} label={`${t("draft-capacity")} (${languageName(code)})`} rules={needed}>
            <Input lang={code} dir={dirOf(code)} maxLength={100} />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
}

/** Whose signature a witness attests: one of those who sign. */
function Attested({ index, people }: { index: number; people: Person[] }) {
  const t = useT();
  const pick = usePick();
  const signatories = Form.useWatch<(DraftSignatory | undefined)[] | undefined>("signatories") ?? [];
  const name = (id: string | undefined) => pick(people.find((person) => person.id === id)?.name);
  const options = signatories.flatMap((place, at) => (place && place.role !== "witness" ? [{ value: place.id, label: name(place.person) || t("draft-signatory", { number: at + 1 }) }] : []));
  return (
    <Form.Item name={[index, "of"]} label={t("draft-attests")} rules={[{ required: true, message: t("field-needed") }, { type: "enum", enum: options.map(({ value }) => value), message: t("draft-attests-gone") }]}>
      <Select options={options} />
    </Form.Item>
  );
}

/** Who signs, for which party, in which capacity and in which order. */
export function SignatoryFields(choices: Props) {
  const t = useT();
  const people = useQuery(peopleQuery({ per_page: 500 })).data?.items ?? [];
  return (
    <Form.List name="signatories">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => <Place key={key} index={name} {...choices} people={people} remove={() => remove(name)} />)}
          <Button block type="dashed" icon={<PlusOutlined />} className={styles.add ?? ""} disabled={fields.length >= MOST_SIGNATORIES} onClick={() => add(unnamedSignatory())}>
            {t(fields.length >= MOST_SIGNATORIES ? "draft-most-signatories" : "draft-add-signatory", { most: MOST_SIGNATORIES })}
          </Button>
        </>
      )}
    </Form.List>
  );
}
