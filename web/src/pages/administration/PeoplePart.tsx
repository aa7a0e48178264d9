import { MailOutlined, UserAddOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { post } from "@/api/client";
import { knownName } from "@/api/names";
import { organisationsQuery, peopleQuery } from "@/api/records";
import { useCommand } from "@/api/useCommand";
import { type LocalizedText, type Person, type Role } from "@/api/types";
import { offered } from "@/i18n/catalogue";
import { useLanguage } from "@/i18n/language";
import { useFormat } from "@/i18n/format";
import { usePick } from "@/i18n/localized";
import { useMe } from "@/api/session";
import { useT } from "@/i18n/useT";
import { FormModal } from "@/ui/FormModal";
import { type Column, RecordTable } from "@/ui/list/RecordTable";
import { useListParams } from "@/ui/list/useListParams";
import { Mark } from "@/ui/Mark";
import { LocalizedFields } from "@/ui/LocalizedInput";
import { grantable } from "./grantable";

function useOrganisationOptions() {
  const pick = usePick();
  const organisations = useQuery(organisationsQuery({ per_page: 500 })).data?.items ?? [];
  return organisations.map((o) => ({ value: o.id, label: pick(o.name) }));
}

function ActsFor() {
  const t = useT();
  const { role: own } = useMe().active_membership;
  const needed = [{ required: true, message: t("field-needed") }];
  return (
    <>
      <Form.Item name="organisation" label={t("person-organisation")} rules={needed}><Select showSearch={{ optionFilterProp: "label" }} options={useOrganisationOptions()} /></Form.Item>
      <Form.Item name="role" label={t("person-role")} rules={needed}><Select options={grantable(own).map((role) => ({ value: role, label: t(`role-${role}`) }))} /></Form.Item>
    </>
  );
}

interface NewPerson {
  name: LocalizedText;
  email: string;
  organisation: string;
  role: Role;
}

/** Registering a person and what it acts for. */
function Register({ close }: { close: () => void }) {
  const t = useT();
  const { language } = useLanguage();
  const register = useCommand<NewPerson>({
    run: async ({ organisation, role, ...profile }, key) => {
      const person = await post<Person>("/people", { ...profile, locale: language.code }, key);
      await post("/memberships", { person: person.id, organisation, role });
    },
    stale: [["people"]],
    done: t("saved"),
    onDone: close,
  });
  return (
    <FormModal<NewPerson> title={t("person-new")} ok={t("save")} pending={register.isPending} send={register.mutate} close={close}>
      <LocalizedFields name="name" label={t("field-name")} />
      <Form.Item name="email" label={t("field-email")} rules={[{ required: true, type: "email", message: t("field-email-needed") }]}><Input type="email" /></Form.Item>
      <ActsFor />
    </FormModal>
  );
}

interface NewInvitation {
  email: string;
  name: string;
  organisation: string;
  role: Role;
  locale: string;
}

/** Inviting somebody by a link that goes out by mail. */
function Invite({ close }: { close: () => void }) {
  const t = useT();
  const format = useFormat();
  const { modal } = App.useApp();
  const { language } = useLanguage();
  const invite = useCommand<NewInvitation, { expires_at: string }>({
    run: (fields, key) => post("/invitations", fields, key),
    onDone: (made) => {
      close();
      void modal.success({ title: t("invitation-made"), content: t("invitation-mailed", { date: format.date(made.expires_at) }) });
    },
  });
  return (
    <FormModal<NewInvitation> title={t("person-invite")} ok={t("invitation-send")} pending={invite.isPending} initial={{ locale: language.code }} send={invite.mutate} close={close}>
      <Form.Item name="name" label={t("field-name")} rules={[{ required: true, whitespace: true, message: t("field-needed") }]}><Input maxLength={100} /></Form.Item>
      <Form.Item name="locale" label={t("invitation-language")}><Select options={offered.map((l) => ({ value: l.code, label: l.name }))} /></Form.Item>
      <Form.Item name="email" label={t("field-email")} rules={[{ required: true, type: "email", message: t("field-email-needed") }]}><Input type="email" /></Form.Item>
      <ActsFor />
    </FormModal>
  );
}

function Memberships({ person }: { person: Person }) {
  const t = useT();
  const pick = usePick();
  return person.memberships.map((m) => (
    <Mark key={m.id}>{pick(knownName(m.organisation)) || "…"} · {t(`role-${m.role}`)}</Mark>
  ));
}

/** People, what they act for, and how they come in. */
export function PeoplePart() {
  const t = useT();
  const pick = usePick();
  const params = useListParams([]);
  const rows = useQuery(peopleQuery(params.query));
  useOrganisationOptions();
  const [open, setOpen] = useState<"register" | "invite" | null>(null);
  const columns: Column<Person>[] = [
    { key: "name", title: t("field-name"), sort: "name", render: (p) => pick(p.name) || t("name-withheld"), plain: (p) => pick(p.name) },
    { key: "memberships", title: t("person-acts-for"), render: (p) => <Memberships person={p} /> },
    { key: "email", title: t("field-email"), render: (p) => p.email ?? "–" },
  ];
  return (
    <>
      <RecordTable
        name={t("admin-people")}
        rows={rows}
        columns={columns}
        params={params}
        empty={t("people-empty")}
        filters={
          <>
            <Button icon={<UserAddOutlined />} onClick={() => setOpen("register")}>{t("person-new")}</Button>
            <Button icon={<MailOutlined />} onClick={() => setOpen("invite")}>{t("person-invite")}</Button>
          </>
        }
      />
      {open === "register" && <Register close={() => setOpen(null)} />}
      {open === "invite" && <Invite close={() => setOpen(null)} />}
    </>
  );
}
