import { AudioOutlined, CheckCircleFilled, IdcardOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App } from "antd";

import type { ReactNode } from "react";

import { post } from "@/api/client";
import { recitalQuery } from "@/api/recital";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement, LocalizedText, RecordedRoom, Signatory } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNames } from "../names";
import { InBoth, Recital } from "./Recital";
import styles from "./ceremony.module.css";

interface Props {
  agreement: Agreement;
  /** The room as the record names it, and as it is now. */
  place: RecordedRoom;
  room: RoomView | undefined;
  /** Who confirms; nobody confirms himself. */
  me: string;
}

/** Those who are still to sign: the recital, the host's word that it saw them on camera and heard each one's own. */
export function ConfirmIdentity({ agreement, place, room, me }: Props) {
  const t = useT();
  const waiting = agreement.signatories.filter((one) => one.state === "waiting" && actingPerson(one) !== me);
  const open = ["agreed", "signing"].includes(agreement.state) && waiting.length > 0;
  const spoken = useQuery({ ...recitalQuery(agreement.id), enabled: open }).data;
  if (!open) return null;
  return (
    <section className={styles.identities} aria-label={t("identity-title")}>
      {spoken && <Recital agreement={agreement} text={spoken.text} place={place} />}
      <h3>{t("identity-title")}</h3>
      <ul>
        {waiting.map((signatory) => {
          const question = spoken?.questions.find((one) => one.signatory === signatory.id)?.text;
          return (
            <Person key={signatory.id} agreement={agreement} signatory={signatory} place={place} room={room}>
              {question && <Will agreement={agreement} signatory={signatory} place={place} room={room} question={question} />}
            </Person>
          );
        })}
      </ul>
    </section>
  );
}

type PersonProps = { signatory: Signatory } & Omit<Props, "me">;

/** One signatory's word that it signs of its own will, as the host heard it. */
function Will({ agreement, signatory, place, room, question }: PersonProps & { question: LocalizedText }) {
  const t = useT();
  const { modal } = App.useApp();
  const heard = useCommand({
    run: (_: void, key) => post(`/signatories/${signatory.id}/will`, { room: place }, key),
    stale: [["agreements"]],
  });
  const ask = () =>
    void modal.confirm({
      title: t("will-ask"),
      content: <InBoth languages={agreement.languages} text={question} />,
      okText: t("will-heard"),
      cancelText: t("rooms-cancel"),
      onOk: () => heard.mutateAsync(),
    });
  const there = isSeen(room, actingPerson(signatory));
  return (
    <button type="button" disabled={!there || !agreement.recital || heard.isPending} onClick={ask} data-testid="hear-will">
      <AudioOutlined aria-hidden="true" /> {t("will-ask-button")}
    </button>
  );
}

function Person({ agreement, signatory, place, room, children }: PersonProps & { children: ReactNode }) {
  const t = useT();
  const format = useFormat();
  const name = useNames(agreement);
  const { modal } = App.useApp();
  const person = actingPerson(signatory);
  const seen = isSeen(room, person);
  const sighting = signatory.factors?.find(({ kind }) => kind === "on_camera");
  const confirm = useCommand({
    run: (_: void, key) => post(`/signatories/${signatory.id}/identity`, { room: place }, key),
    stale: [["agreements"]],
  });
  const ask = () =>
    void modal.confirm({
      title: t("identity-ask", { name: name(person) }),
      content: t("identity-ask-note"),
      okText: t("identity-confirm"),
      cancelText: t("rooms-cancel"),
      onOk: () => confirm.mutateAsync(),
    });
  return (
    <li data-testid="identity-of" data-person={person} data-confirmed={sighting !== undefined}>
      <span>
        <b>{name(person)}</b>
        <small>
          {sighting && <CheckCircleFilled aria-hidden="true" />}{" "}
          {sighting ? t("identity-confirmed", { at: format.time(sighting.confirmed_at) }) : t(seen ? "identity-seen" : "identity-not-seen")}
        </small>
        {signatory.will && (
          <small>
            <CheckCircleFilled aria-hidden="true" /> {t("will-declared", { at: format.time(signatory.will.at) })}
          </small>
        )}
      </span>
      <div>
        <button type="button" disabled={!seen || confirm.isPending} onClick={ask} data-testid="confirm-identity">
          <IdcardOutlined aria-hidden="true" /> {t(sighting ? "identity-again" : "identity-confirm")}
        </button>
        {children}
      </div>
    </li>
  );
}

/** Whether a person is in the room with a camera that sends. */
function isSeen(room: RoomView | undefined, person: string): boolean {
  return room?.participants.some((one) => one.person === person && one.online && one.tracks.some(({ source, muted }) => source === "camera" && !muted)) ?? false;
}
